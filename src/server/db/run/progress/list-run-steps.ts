import type { ErrorInfo } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { NodeRunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A node run as its run's document shows it. */
export interface RunStep {
  readonly nodeId: string;
  readonly status: NodeRunStatus;
  readonly output: Json;
  /** It has an output that is not among these. */
  readonly isOutputLeftOut: boolean;
  readonly error: ErrorInfo | null;
  readonly attemptCount: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
}

/**
 * A run's node runs in the order in which they began, with as many outputs, from the first, as fit into `maxBytes`. A
 * run may have a thousand outputs of megabytes, more than a process can hold.
 */
export async function listRunSteps(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  maxBytes: number,
): Promise<readonly RunStep[]> {
  return tx.$queryRaw<RunStep[]>`
    SELECT node_id AS "nodeId", status, error, attempt_count AS "attemptCount",
           CASE WHEN total <= ${maxBytes} THEN output END AS output, output IS NOT NULL AND total > ${maxBytes} AS "isOutputLeftOut",
           input_tokens::float8 AS "inputTokens", output_tokens::float8 AS "outputTokens",
           (CASE WHEN cost_unknown THEN NULL ELSE cost_micros END)::float8 AS "costMicros", is_sandbox AS "isSandbox"
      FROM (SELECT *, sum(coalesce(octet_length(output::text), 0)) OVER (ORDER BY started_at NULLS LAST, node_id) AS total
              FROM node_runs WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid) AS steps`;
}
