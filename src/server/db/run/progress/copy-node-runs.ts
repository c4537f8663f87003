import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** Copies node runs from the forked run. Their outputs count; their costs do not, since nothing was called. */
export async function copyNodeRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  from: RunId,
  to: RunId,
  nodeIds: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO node_runs (workspace_id, run_id, node_id, node_type, status, input, output, branch, stop, error,
           attempt_count, reused_from_run_id, input_tokens, output_tokens, cost_micros, cost_unknown, is_sandbox, started_at,
           finished_at)
    SELECT workspace_id, ${to}::uuid, node_id, node_type, status, input, output, branch, stop, error, 0,
           coalesce(reused_from_run_id, run_id), 0, 0, 0, false, false, started_at, finished_at
      FROM node_runs
     WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${from}::uuid AND node_id = ANY(${[...nodeIds]}::text[])`;
}
