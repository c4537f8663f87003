import { type SecretId, secretIdSchema, type UserId, type WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** A sealed secret. It never leaves the services that a worker's request uses. */
export interface SealedSecret {
  readonly id: SecretId;
  readonly name: string;
  readonly ciphertext: string;
  readonly dataKeyVersion: number;
}

type Sealing = Pick<SealedSecret, "ciphertext" | "dataKeyVersion">;

const sealed = { id: true, name: true, ciphertext: true, dataKeyVersion: true } as const;

/** The secrets of these names that exist. */
export async function findSealedSecrets(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  names: readonly string[],
): Promise<readonly SealedSecret[]> {
  const rows = await tx.secret.findMany({ where: { workspaceId, name: { in: [...names] } }, select: sealed });
  return rows.map((row) => ({ ...row, id: secretIdSchema.parse(row.id) }));
}

/** False when the name is taken. */
export async function insertSecret(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  secret: SealedSecret & { readonly createdBy: UserId },
): Promise<boolean> {
  const { count } = await tx.secret.createMany({ data: { ...secret, workspaceId }, skipDuplicates: true });
  return count === 1;
}

export async function replaceSecretValue(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  id: SecretId,
  next: Sealing,
  nowMs: number,
): Promise<void> {
  await tx.secret.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: { ...next, updatedAt: new Date(nowMs) },
    select: { id: true },
  });
}

/** Secrets sealed under an older data key, for re-sealing. */
export async function listSealedSecretsBefore(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  dataKeyVersion: number,
): Promise<readonly SealedSecret[]> {
  const where = { workspaceId, dataKeyVersion: { lt: dataKeyVersion } };
  const rows = await tx.secret.findMany({ where, select: sealed });
  return rows.map((row) => ({ ...row, id: secretIdSchema.parse(row.id) }));
}

/** Replaces the ciphertext by compare-and-set. */
export async function resealSecret(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  read: SealedSecret,
  next: Sealing,
): Promise<void> {
  await tx.secret.updateMany({
    where: { workspaceId, id: read.id, ciphertext: read.ciphertext },
    data: next,
  });
}
