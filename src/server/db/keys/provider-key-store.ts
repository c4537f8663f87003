import {
  type ProviderKeyId,
  providerKeyIdSchema,
  type UserId,
  userIdSchema,
  type WorkspaceId,
} from "#core/ids.ts";
import type { ProviderName } from "#core/model/model-ref.ts";
import { providerNameSchema } from "#core/model/model-ref-schema.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** A provider key as people see it: only its beginning and its end. */
export interface ProviderKey {
  readonly id: ProviderKeyId;
  readonly provider: ProviderName;
  readonly label: string;
  readonly baseUrl: string | null;
  /** Null: the whole workspace's. */
  readonly ownerUserId: UserId | null;
  readonly displayPrefix: string;
  readonly displayLast4: string;
  readonly createdAtMs: number;
  /** When somebody last gave it priority over others, else when it was created. Of several, the latest is used. */
  readonly preferredAtMs: number;
  readonly lastUsedAtMs: number | null;
  /** When its vendor was last asked. Null: never. */
  readonly testedAtMs: number | null;
  /** Why the vendor refused it then. Null: it accepted it, or was never asked. */
  readonly testRefusal: string | null;
}

/** Everything but the secret: the ciphertext is read by `sealed-key-store.ts` only. */
const visible = {
  id: true,
  provider: true,
  label: true,
  baseUrl: true,
  ownerUserId: true,
  displayPrefix: true,
  displayLast4: true,
  createdAt: true,
  lastUsedAt: true,
  testedAt: true,
  testRefusal: true,
  preferredAt: true,
} as const;

/** The workspace's keys and those of one person in it, oldest first. Other people's own keys are shown to nobody. */
export async function listProviderKeys(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<readonly ProviderKey[]> {
  const rows = await tx.providerKey.findMany({
    where: { workspaceId, revokedAt: null, OR: [{ ownerUserId: null }, { ownerUserId: userId }] },
    select: visible,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ createdAt, lastUsedAt, testedAt, preferredAt, ...row }) => ({
    ...row,
    id: providerKeyIdSchema.parse(row.id),
    provider: providerNameSchema.parse(row.provider),
    ownerUserId: row.ownerUserId === null ? null : userIdSchema.parse(row.ownerUserId),
    createdAtMs: createdAt.getTime(),
    preferredAtMs: (preferredAt ?? createdAt).getTime(),
    lastUsedAtMs: lastUsedAt?.getTime() ?? null,
    testedAtMs: testedAt?.getTime() ?? null,
  }));
}

/**
 * The person's key of this provider, else the workspace's, else null. Of several, the one preferred last, else the
 * newest. A run without a person (a schedule's) uses only the workspace's.
 */
export async function findUsableProviderKeyId(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  provider: ProviderName,
  userId: UserId | null,
): Promise<ProviderKeyId | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM provider_keys
     WHERE workspace_id = ${workspaceId}::uuid AND provider = ${provider} AND revoked_at IS NULL
       AND (owner_user_id IS NULL OR owner_user_id = ${userId}::uuid)
     ORDER BY owner_user_id IS NULL, coalesce(preferred_at, created_at) DESC, id DESC LIMIT 1`;
  return rows[0] === undefined ? null : providerKeyIdSchema.parse(rows[0].id);
}

/** At most once a minute: otherwise a busy key would be a hot row. Skips a key that is locked. */
export async function touchProviderKey(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  keyId: ProviderKeyId,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE provider_keys SET last_used_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND id IN (
             SELECT id FROM provider_keys
              WHERE workspace_id = ${workspaceId}::uuid AND id = ${keyId}::uuid
                AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')
                FOR NO KEY UPDATE SKIP LOCKED)`;
}

/**
 * Stores the vendor's verdict on a key; `refusal` null: it was accepted. False, without storing anything, if the key
 * was removed, replaced or re-sealed while the vendor was asked.
 */
export async function recordKeyTest(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  tested: { readonly id: ProviderKeyId; readonly ciphertext: string },
  refusal: string | null,
): Promise<boolean> {
  const kept = await tx.$executeRaw`
    UPDATE provider_keys SET tested_at = clock_timestamp(), test_refusal = left(${refusal}::text, 1000)
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${tested.id}::uuid AND revoked_at IS NULL
       AND ciphertext = ${tested.ciphertext}`;
  return kept === 1;
}

/** Gives it priority over the others of its owner and provider. */
export async function preferProviderKey(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  keyId: ProviderKeyId,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE provider_keys SET preferred_at = clock_timestamp() WHERE workspace_id = ${workspaceId}::uuid AND id = ${keyId}::uuid`;
}

/** Whether calls with a key go to a base URL that was given with it, not to the vendor's own. */
export async function hasOwnAddress(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  keyId: ProviderKeyId,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM provider_keys
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${keyId}::uuid AND base_url IS NOT NULL`;
  return rows.length > 0;
}
