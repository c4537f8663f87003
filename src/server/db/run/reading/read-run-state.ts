import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { ForkChange } from "#core/run/fork/fork-changes.ts";
import type { StoredRunState } from "#core/run/state-codec.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The stored state of a run, read without its row lock. Null when the workspace has no such run. */
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

/** The run that later undoes this one, of which there is at most one. Null where there is none. */
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

/** Where a run comes from. */
export interface RunOrigin {
  /** The run that it was forked from. Null: it is not a fork. */
  readonly forkedFrom: RunId | null;
  /** Nodes whose outputs were given to it. */
  readonly given: readonly string[];
}

export async function readRunOrigin(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<RunOrigin> {
  const rows = await tx.$queryRaw<{ forkedFrom: RunId | null; changes: readonly ForkChange[] }[]>`
    SELECT forked_from_run_id AS "forkedFrom", fork_changes AS changes FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  const { forkedFrom = null, changes = [] } = rows[0] ?? {};
  return { forkedFrom, given: changes.flatMap((one) => (one.what === "output" ? [one.nodeId] : [])) };
}
