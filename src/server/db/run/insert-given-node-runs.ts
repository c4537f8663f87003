import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A node of a fork that counts as completed with a given output. */
export interface GivenNodeRun {
  readonly nodeId: string;
  readonly nodeType: string;
  readonly output: Json;
}

/** Node runs that were never executed. They are marked like those that the fork took over. */
export async function insertGivenNodeRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  sourceId: RunId,
  nodes: readonly GivenNodeRun[],
): Promise<void> {
  if (nodes.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO node_runs (workspace_id, run_id, node_id, node_type, status, output, reused_from_run_id, started_at,
           finished_at)
    SELECT ${workspaceId}::uuid, ${runId}::uuid, n."nodeId", n."nodeType", 'completed', n.output, ${sourceId}::uuid,
           clock_timestamp(), clock_timestamp()
      FROM jsonb_to_recordset(${JSON.stringify(nodes)}::jsonb) AS n("nodeId" text, "nodeType" text, output jsonb)`;
}
