import type { ErrorInfo } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What a fork needs to know of a node of its source. */
export interface NodeCost {
  readonly nodeId: string;
  readonly error: ErrorInfo | null;
  /** In micros of USD. Null: partly unknown. */
  readonly costMicros: number | null;
  /** The size of its output as JSON. Null: it has none. */
  readonly outputBytes: number | null;
}

/** How each node of a run ended and what it cost, without its input and output. */
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
