import { type SecretId, secretIdSchema, type WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** A secret as people see it: its value never leaves the worker. */
export interface SecretSummary {
  readonly id: SecretId;
  readonly name: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly lastUsedAtMs: number | null;
}

/** Ordered by name. */
export async function listSecrets(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
): Promise<readonly SecretSummary[]> {
  const rows = await tx.secret.findMany({
    where: { workspaceId },
    select: { id: true, name: true, createdAt: true, updatedAt: true, lastUsedAt: true },
    orderBy: { name: "asc" },
  });
  return rows.map(({ id, name, createdAt, updatedAt, lastUsedAt }) => ({
    id: secretIdSchema.parse(id),
    name,
    createdAtMs: createdAt.getTime(),
    updatedAtMs: updatedAt.getTime(),
    lastUsedAtMs: lastUsedAt?.getTime() ?? null,
  }));
}

export async function listSecretNames(tx: TenantSql, workspaceId: WorkspaceId): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM secrets WHERE workspace_id = ${workspaceId}::uuid`;
  return new Set(rows.map(({ name }) => name));
}

/** Null when the workspace has no such secret. */
export async function findSecretName(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  id: SecretId,
): Promise<string | null> {
  const row = await tx.secret.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: { name: true },
  });
  return row?.name ?? null;
}

/** Locks the secret: nobody else changes or removes it until the transaction ends. */
export async function lockSecret(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  id: SecretId,
): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM secrets WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`;
}

export async function countSecrets(tx: TenantTransaction, workspaceId: WorkspaceId): Promise<number> {
  return tx.secret.count({ where: { workspaceId } });
}

export async function deleteSecret(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  id: SecretId,
): Promise<void> {
  await tx.secret.deleteMany({ where: { workspaceId, id } });
}

/** At most once a minute: otherwise a busy secret would be a hot row. Skips one that is locked. */
export async function touchSecrets(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  names: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE secrets SET last_used_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND id IN (
             SELECT id FROM secrets
              WHERE workspace_id = ${workspaceId}::uuid AND name = ANY(${[...names]}::text[])
                AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')
                FOR NO KEY UPDATE SKIP LOCKED)`;
}
