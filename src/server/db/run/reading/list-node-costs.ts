import type { ErrorInfo } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What a fork must know of a node of its source. */
export interface NodeCost {
  readonly nodeId: string;
  readonly error: ErrorInfo | null;
  /** In micros of USD; null: part of it is unknown. */
  readonly costMicros: number | null;
  /** Of its output as JSON; null where it has none. */
  readonly outputBytes: number | null;
}

/** How each node of a run ended and what it cost, without what it took in and put out. */
export async function listNodeCosts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<readonly NodeCost[]> {
  return tx.$queryRaw<NodeCost[]>`
    SELECT node_id AS "nodeId", error, (CASE WHEN cost_unknown THEN NULL ELSE cost_micros END)::float8 AS "costMicros",
           output_bytes AS "outputBytes"
      FROM node_runs WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid
     ORDER BY node_id`;
}
