import {
  type ProviderKeyId,
  providerKeyIdSchema,
  type UserId,
  userIdSchema,
  type WorkspaceId,
} from "#core/ids.ts";
import type { ProviderName } from "#core/model/model-ref.ts";
import { providerNameSchema } from "#core/model/model-ref-schema.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** A sealed credential. It never leaves the services that call a vendor. */
export interface SealedProviderKey {
  readonly id: ProviderKeyId;
  readonly provider: ProviderName;
  readonly baseUrl: string | null;
  readonly ownerUserId: UserId | null;
  readonly ciphertext: string;
  readonly dataKeyVersion: number;
}

export interface NewProviderKey extends SealedProviderKey {
  readonly label: string;
  readonly displayPrefix: string;
  readonly displayLast4: string;
  readonly createdBy: UserId;
}

const sealed = {
  id: true,
  provider: true,
  baseUrl: true,
  ownerUserId: true,
  ciphertext: true,
  dataKeyVersion: true,
} as const;

interface SealedRow extends Pick<SealedProviderKey, "baseUrl" | "ciphertext" | "dataKeyVersion"> {
  readonly id: string;
  readonly provider: string;
  readonly ownerUserId: string | null;
}

function toSealed(row: SealedRow): SealedProviderKey {
  return {
    ...row,
    id: providerKeyIdSchema.parse(row.id),
    provider: providerNameSchema.parse(row.provider),
    ownerUserId: row.ownerUserId === null ? null : userIdSchema.parse(row.ownerUserId),
  };
}

/** Null when the workspace has no such key, or it was removed. */
export async function findSealedProviderKey(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  keyId: ProviderKeyId,
): Promise<SealedProviderKey | null> {
  const row = await tx.providerKey.findFirst({
    where: { workspaceId, id: keyId, revokedAt: null },
    select: sealed,
  });
  return row === null ? null : toSealed(row);
}

/** Locks the key: nobody else changes or removes it until the transaction ends. */
export async function lockProviderKey(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  keyId: ProviderKeyId,
): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM provider_keys WHERE workspace_id = ${workspaceId}::uuid AND id = ${keyId}::uuid FOR NO KEY UPDATE`;
}

export async function insertProviderKey(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  key: NewProviderKey,
): Promise<void> {
  await tx.providerKey.create({ data: { ...key, workspaceId } });
}

/** Deletes the secret itself; the row stays for the attempts that used it. */
export async function revokeProviderKey(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  keyId: ProviderKeyId,
  nowMs: number,
): Promise<void> {
  await tx.providerKey.update({
    where: { workspaceId_id: { workspaceId, id: keyId } },
    data: { revokedAt: new Date(nowMs), ciphertext: "" },
  });
}

/** Replaces the secret; the test result of the old one is cleared. */
export async function replaceProviderKeySecret(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  keyId: ProviderKeyId,
  next: Pick<NewProviderKey, "baseUrl" | "ciphertext" | "dataKeyVersion" | "displayPrefix" | "displayLast4">,
): Promise<void> {
  await tx.providerKey.update({
    where: { workspaceId_id: { workspaceId, id: keyId }, revokedAt: null },
    data: { ...next, testedAt: null, testRefusal: null },
  });
}

/** Keys sealed under an older data key, for re-sealing. */
export async function listSealedBefore(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  dataKeyVersion: number,
): Promise<readonly SealedProviderKey[]> {
  const where = { workspaceId, revokedAt: null, dataKeyVersion: { lt: dataKeyVersion } };
  const rows = await tx.providerKey.findMany({ where, select: sealed });
  return rows.map(toSealed);
}

/** Replaces the ciphertext by compare-and-set. */
export async function resealProviderKey(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  read: SealedProviderKey,
  next: Pick<SealedProviderKey, "ciphertext" | "dataKeyVersion">,
): Promise<void> {
  await tx.providerKey.updateMany({
    where: { workspaceId, id: read.id, ciphertext: read.ciphertext },
    data: next,
  });
}
