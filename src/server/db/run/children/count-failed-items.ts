import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** How many items of these maps did not complete in their last attempt, by node id. */
export async function countFailedItems(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  nodeIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.$queryRaw<{ readonly nodeId: string; readonly failed: number }[]>`
    SELECT r.parent_node_id AS "nodeId", count(*)::int AS failed
      FROM runs r
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.parent_run_id = ${runId}::uuid
       AND r.parent_node_id = ANY(${[...nodeIds]}::text[]) AND r.status IN ('failed', 'timeout', 'cancelled')
       AND NOT EXISTS (SELECT 1 FROM runs n
                        WHERE n.workspace_id = r.workspace_id AND n.parent_run_id = r.parent_run_id
                          AND n.parent_node_id = r.parent_node_id AND n.parent_iteration = r.parent_iteration
                          AND n.parent_attempt > r.parent_attempt)
     GROUP BY r.parent_node_id`;
  return new Map(rows.map(({ nodeId, failed }) => [nodeId, failed]));
}
