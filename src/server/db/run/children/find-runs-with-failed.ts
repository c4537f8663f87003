import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The runs below a run, oldest first, in which a node of this id has failed children. */
export async function findRunsWithFailed(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  nodeId: string,
  limit: number,
): Promise<readonly RunId[]> {
  const rows = await tx.$queryRaw<{ readonly runId: RunId }[]>`
    WITH RECURSIVE below (id, parent_run_id, parent_node_id, status) AS (
      SELECT id, parent_run_id, parent_node_id, status FROM runs
       WHERE workspace_id = ${workspaceId}::uuid AND parent_run_id = ${runId}::uuid
      UNION ALL
      SELECT r.id, r.parent_run_id, r.parent_node_id, r.status FROM below b
        JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.parent_run_id = b.id
    )
    SELECT DISTINCT parent_run_id AS "runId" FROM below
     WHERE parent_run_id <> ${runId}::uuid AND parent_node_id = ${nodeId} AND status IN ('failed', 'timeout', 'cancelled')
     ORDER BY 1 LIMIT ${limit}`;
  return rows.map(({ runId: found }) => found);
}
