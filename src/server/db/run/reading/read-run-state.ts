import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { StoredRunState } from "#core/run/state-codec.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The state of a run as it is stored, without its lock; null when the workspace has no such run. */
export async function readRunState(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<StoredRunState | null> {
  const rows = await tx.$queryRaw<StoredRunState[]>`
    SELECT status, frontier, branches, closing FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  return rows[0] ?? null;
}

/** The run that undoes this one later on, of which there is at most one; null where there is none. */
export async function findUndoRun(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<RunId | null> {
  const rows = await tx.$queryRaw<{ readonly id: RunId }[]>`
    SELECT id FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND forked_from_run_id = ${runId}::uuid AND trigger_kind = 'undo'`;
  return rows[0]?.id ?? null;
}
