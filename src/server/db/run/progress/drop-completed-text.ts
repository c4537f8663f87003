import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * Deletes the text pieces of completed nodes: their whole text is the node run's output, which readers get with the
 * completing line. Pieces of other nodes stay: they are the only record of what was said.
 */
export async function dropCompletedText(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM run_events e USING node_runs n
     WHERE e.workspace_id = ${workspaceId}::uuid AND e.run_id = ${runId}::uuid AND e.type = 'node.delta'
       AND n.workspace_id = e.workspace_id AND n.run_id = e.run_id AND n.node_id = e.node_id
       AND n.status = 'completed'`;
}
