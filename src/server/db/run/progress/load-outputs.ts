import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** Outputs of the given nodes of a run. A node that ended without one has null. */
export async function loadOutputs(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  nodeIds: readonly string[],
): Promise<ReadonlyMap<string, Json>> {
  const rows = await tx.$queryRaw<{ nodeId: string; output: Json }[]>`
    SELECT node_id AS "nodeId", output FROM node_runs
     WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid
       AND node_id = ANY(${[...nodeIds]}::text[])`;
  const found = new Map(rows.map((row) => [row.nodeId, row.output]));
  return new Map(nodeIds.map((nodeId) => [nodeId, found.get(nodeId) ?? null]));
}

/** An output, or a sign that it does not fit beside those before it. */
export interface BoundedOutput {
  readonly nodeId: string;
  readonly output: Json;
  readonly isLeftOut: boolean;
}

/** Outputs of the given nodes of a run in the given order, as many as fit into `maxBytes`. */
export async function loadOutputsWithin(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  nodeIds: readonly string[],
  maxBytes: number,
): Promise<readonly BoundedOutput[]> {
  return tx.$queryRaw<BoundedOutput[]>`
    SELECT node_id AS "nodeId", CASE WHEN total <= ${maxBytes}::bigint THEN output END AS output, total > ${maxBytes}::bigint AS "isLeftOut"
      FROM (SELECT node_id, output, sum(coalesce(output_bytes, 0)) OVER (ORDER BY array_position(${[...nodeIds]}::text[], node_id)) AS total
              FROM node_runs
             WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid
               AND node_id = ANY(${[...nodeIds]}::text[])) AS ordered`;
}
