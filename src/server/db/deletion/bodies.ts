import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * Deletes the bodies of some runs that ended before the workspace's retention time; none where it keeps them. Returns
 * the number of runs.
 */
export async function deleteOldBodies(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT system.delete_bodies(to_timestamp(${nowMs / 1000}::float8) - make_interval(days => retention_days), ${limit}::int) AS count
      FROM workspaces WHERE id = ${workspaceId}::uuid AND retention_days IS NOT NULL`;
  return row?.count ?? 0;
}

/**
 * When the bodies of a run were deleted, in milliseconds since the epoch. Null: they exist, or there is no such run.
 */
export async function readBodiesDeletedAt(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ atMs: number | null }[]>`
    SELECT (extract(epoch FROM bodies_deleted_at) * 1000)::float8 AS "atMs" FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  return row?.atMs ?? null;
}

/** How many days the bodies of runs are kept. Null: forever. */
export async function readRetention(tx: TenantSql, workspaceId: WorkspaceId): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ days: number | null }[]>`
    SELECT retention_days AS days FROM workspaces WHERE id = ${workspaceId}::uuid`;
  return row?.days ?? null;
}

/** False when it was already set to this. */
export async function writeRetention(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  days: number | null,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE workspaces SET retention_days = ${days}::int
     WHERE id = ${workspaceId}::uuid AND retention_days IS DISTINCT FROM ${days}::int`;
  return count === 1;
}
