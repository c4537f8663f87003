import type { PipelineId, RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The newest loop pass of the same node in an earlier run that this one continues. */
export interface EarlierPass {
  readonly parentRunId: RunId;
  readonly pipelineId: PipelineId;
  readonly pass: number;
  readonly input: Json;
  readonly variables: JsonObject;
  /** The input of the node itself. */
  readonly nodeInput: Json;
}

/** Like `findEarlierChild`, but for the newest pass, whichever it is. */
export async function findEarlierPass(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeId }: { readonly runId: RunId; readonly nodeId: string },
): Promise<EarlierPass | null> {
  const rows = await tx.$queryRaw<EarlierPass[]>`
    SELECT c.parent_run_id AS "parentRunId", c.pipeline_id AS "pipelineId", c.parent_iteration AS pass, c.input, c.variables,
           (SELECT n.input FROM node_runs n WHERE n.workspace_id = c.workspace_id AND n.run_id = c.parent_run_id
                                              AND n.node_id = c.parent_node_id) AS "nodeInput"
      FROM (SELECT r.* FROM system.earlier_runs(${workspaceId}::uuid, ${runId}::uuid) b
              JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.parent_run_id = b.id AND r.parent_node_id = ${nodeId}
             ORDER BY b.step, r.parent_iteration DESC, r.parent_attempt DESC LIMIT 1) c
     WHERE c.bodies_deleted_at IS NULL`;
  return rows[0] ?? null;
}
