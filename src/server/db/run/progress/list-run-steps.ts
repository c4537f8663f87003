import type { ErrorInfo } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { NodeRunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A node run as the document of its run tells it. */
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
 * The node runs of a run in the order in which they began, with the outputs of the first of them: as many as are
 * `maxBytes` together. A run may have a thousand outputs of megabytes, which no process could hold.
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
