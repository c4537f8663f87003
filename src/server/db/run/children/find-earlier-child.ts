import type { PipelineId, PipelineVersionId, RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { StoredRunState } from "#core/run/state-codec.ts";
import type { ParentRef } from "#core/run/tree.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A child run of the same node in an earlier run that this one continues. */
export interface EarlierChild extends StoredRunState {
  readonly runId: RunId;
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  readonly input: Json;
  readonly variables: JsonObject;
}

/**
 * The newest child run of this node for one of its items, in the run that this one continues, or the one that that one
 * continues, and so on, unless somebody asked to run it again (`system.earlier_runs`). Null where there is none, or its
 * bodies were deleted.
 */
export async function findEarlierChild(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeId, ordinal }: Pick<ParentRef, "runId" | "nodeId" | "ordinal">,
): Promise<EarlierChild | null> {
  const rows = await tx.$queryRaw<EarlierChild[]>`
    SELECT c.id AS "runId", c.pipeline_id AS "pipelineId", c.version_id AS "versionId", c.input, c.variables, c.status,
           c.frontier, c.branches, c.closing
      FROM (SELECT r.* FROM system.earlier_runs(${workspaceId}::uuid, ${runId}::uuid) b
              JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.parent_run_id = b.id AND r.parent_node_id = ${nodeId}
                         AND r.parent_iteration = ${ordinal}
             ORDER BY b.step, r.parent_attempt DESC LIMIT 1) c
     WHERE c.bodies_deleted_at IS NULL`;
  return rows[0] ?? null;
}

/** Nodes that have started runs, in this run or in the earlier ones that it continues. */
export async function listNodesWithRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ nodeId: string }[]>`
    SELECT DISTINCT c.parent_node_id AS "nodeId"
      FROM (SELECT id FROM system.earlier_runs(${workspaceId}::uuid, ${runId}::uuid) UNION ALL SELECT ${runId}::uuid) b
      JOIN runs c ON c.workspace_id = ${workspaceId}::uuid AND c.parent_run_id = b.id
     WHERE c.bodies_deleted_at IS NULL`;
  return rows.map(({ nodeId }) => nodeId);
}
