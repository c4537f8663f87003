import type { PipelineId, PipelineVersionId, RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { StoredRunState } from "#core/run/state-codec.ts";
import type { ParentRef } from "#core/run/tree.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The run that a node had started in a run that is gone on with. */
export interface EarlierChild extends StoredRunState {
  readonly runId: RunId;
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  readonly input: Json;
  readonly variables: JsonObject;
}

/**
 * The newest run of this node, for one of its items, in the run that this one continues, or in the one that that one
 * continues, and so on, as far as nobody asked for it to be run again (`system.earlier_runs`). Null where there is
 * none, or its bodies have been deleted.
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

/** Nodes of a run, and of those that it goes on with, that have started runs. */
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
