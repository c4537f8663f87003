import type { PipelineId, RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { mostBack } from "./find-earlier-child.ts";

/** The newest pass that a node had begun in a run that is gone on with. */
export interface EarlierPass {
  readonly parentRunId: RunId;
  readonly pipelineId: PipelineId;
  readonly pass: number;
  readonly input: Json;
  readonly variables: JsonObject;
  /** What the node itself had been given. */
  readonly nodeInput: Json;
}

/** As `findEarlierChild` does, of whichever pass is the newest. */
export async function findEarlierPass(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeId }: { readonly runId: RunId; readonly nodeId: string },
): Promise<EarlierPass | null> {
  const rows = await tx.$queryRaw<EarlierPass[]>`
    WITH RECURSIVE back (id, step) AS (
      SELECT forked_from_run_id, 1 FROM runs
       WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid AND forked_from_run_id IS NOT NULL
         AND forked_from_nodes = '{}'
      UNION ALL
      SELECT r.forked_from_run_id, b.step + 1 FROM back b
        JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.id = b.id
       WHERE r.forked_from_run_id IS NOT NULL AND r.forked_from_nodes = '{}' AND b.step < ${mostBack}::int
         AND NOT EXISTS (SELECT 1 FROM runs c WHERE c.workspace_id = ${workspaceId}::uuid AND c.parent_run_id = b.id
                                                AND c.parent_node_id = ${nodeId})
    )
    SELECT c.parent_run_id AS "parentRunId", c.pipeline_id AS "pipelineId", c.parent_iteration AS pass, c.input, c.variables,
           (SELECT n.input FROM node_runs n WHERE n.workspace_id = c.workspace_id AND n.run_id = c.parent_run_id
                                              AND n.node_id = c.parent_node_id) AS "nodeInput"
      FROM back b
      JOIN runs c ON c.workspace_id = ${workspaceId}::uuid AND c.parent_run_id = b.id AND c.parent_node_id = ${nodeId}
     WHERE c.bodies_deleted_at IS NULL
     ORDER BY b.step, c.parent_iteration DESC, c.parent_attempt DESC LIMIT 1`;
  return rows[0] ?? null;
}
