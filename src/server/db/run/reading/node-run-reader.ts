import type { ErrorInfo } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { childTypeNames } from "#core/nodes/child-types.ts";
import type { AttemptStatus, NodeRunStatus } from "#core/run/status.ts";
import type { ValueRoom } from "#core/run/value-room.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The state of a node run. Times are milliseconds since the epoch, money is micros of USD (null: unknown). */
export interface NodeRunDetail {
  readonly nodeId: string;
  readonly nodeType: string;
  readonly status: NodeRunStatus;
  /** Null where it is left out. */
  readonly input: Json;
  readonly output: Json;
  /** It has an input that is left out here because of its size. */
  readonly inputLeftOut: boolean;
  readonly outputLeftOut: boolean;
  /** Their sizes as JSON. Null: there is none. */
  readonly inputBytes: number | null;
  readonly outputBytes: number | null;
  readonly branch: string | null;
  /** Why an agent's model stopped. Null for other nodes, and before it did. */
  readonly stop: string | null;
  /**
   * Why it failed. For a node whose work is a child run, also why its last attempt failed, until the next one begins;
   * for other nodes that is on their attempts.
   */
  readonly error: ErrorInfo | null;
  readonly attemptCount: number;
  readonly reusedFromRunId: RunId | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly wakeAtMs: number | null;
}

export interface AttemptDetail {
  readonly nodeId: string;
  readonly attempt: number;
  readonly status: AttemptStatus;
  readonly provider: string | null;
  readonly model: string | null;
  readonly providerRequestId: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
  readonly costMicros: number | null;
  readonly isEstimated: boolean;
  /** Why its model stopped. Null where it did not, or none was called. */
  readonly stop: string | null;
  /** The partial text of a failed, cut or cancelled attempt. */
  readonly text: string | null;
  /** It has a partial text that is left out here because of its size. */
  readonly textLeftOut: boolean;
  readonly error: ErrorInfo | null;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
}

/** The requested node runs: all of a run, or one. */
export interface NodeRunChoice {
  readonly runId: RunId;
  readonly node: { readonly nodeId: string } | null;
}

/**
 * Node runs that have begun or were decided, in the order in which they began; nodes that were not reached yet have no
 * row. Values that are left out are not even read: the database knows their sizes.
 */
export async function listNodeRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, node }: NodeRunChoice,
  { eachBytes, totalBytes }: ValueRoom,
): Promise<readonly NodeRunDetail[]> {
  return tx.$queryRaw<NodeRunDetail[]>`
    SELECT node_id AS "nodeId", node_type AS "nodeType", status,
           CASE WHEN fits AND has_small_input THEN input END AS input, CASE WHEN fits AND has_small_output THEN output END AS output,
           NOT (fits AND has_small_input) AS "inputLeftOut", NOT (fits AND has_small_output) AS "outputLeftOut",
           input_bytes AS "inputBytes", output_bytes AS "outputBytes", branch, stop,
           coalesce(error, CASE WHEN status = 'running' AND wake_at IS NOT NULL AND node_type = ANY(${[...childTypeNames]}::text[]) THEN
                    (SELECT e.payload -> 'error' FROM run_events e
                      WHERE e.workspace_id = told.workspace_id AND e.run_id = told.run_id AND e.node_id = told.node_id
                        AND e.type = 'node.retrying' ORDER BY e.seq DESC LIMIT 1) END) AS error,
           attempt_count AS "attemptCount", reused_from_run_id AS "reusedFromRunId", input_tokens::float8 AS "inputTokens",
           output_tokens::float8 AS "outputTokens",
           (CASE WHEN cost_unknown THEN NULL ELSE cost_micros END)::float8 AS "costMicros", is_sandbox AS "isSandbox",
           (extract(epoch FROM started_at) * 1000)::float8 AS "startedAtMs",
           (extract(epoch FROM finished_at) * 1000)::float8 AS "finishedAtMs",
           (extract(epoch FROM wake_at) * 1000)::float8 AS "wakeAtMs"
      FROM (SELECT *, sum(CASE WHEN has_small_input THEN coalesce(input_bytes, 0) ELSE 0 END
                        + CASE WHEN has_small_output THEN coalesce(output_bytes, 0) ELSE 0 END)
                      OVER (ORDER BY started_at NULLS LAST, node_id) <= ${totalBytes}::bigint AS fits
              FROM (SELECT *, coalesce(input_bytes, 0) <= ${eachBytes}::bigint AS has_small_input,
                           coalesce(output_bytes, 0) <= ${eachBytes}::bigint AS has_small_output
                      FROM node_runs
                     WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid
                       AND (${node?.nodeId ?? null}::text IS NULL OR node_id = ${node?.nodeId ?? null}::text)) AS sized) AS told
     ORDER BY started_at NULLS LAST, node_id`;
}

/** All attempts of the requested nodes, in order of time. The room for partial texts is given to the latest first. */
export async function listAttempts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, node }: NodeRunChoice,
  { eachBytes, totalBytes }: ValueRoom,
): Promise<readonly AttemptDetail[]> {
  return tx.$queryRaw<AttemptDetail[]>`
    SELECT node_id AS "nodeId", number AS attempt, status, provider, model,
           provider_request_id AS "providerRequestId", input_tokens::float8 AS "inputTokens",
           output_tokens::float8 AS "outputTokens", cache_write_tokens::float8 AS "cacheWriteTokens",
           cache_read_tokens::float8 AS "cacheReadTokens", cost_micros::float8 AS "costMicros", usage_estimated AS "isEstimated",
           stop, CASE WHEN fits AND is_small THEN text END AS text, NOT (fits AND is_small) AS "textLeftOut", error,
           (extract(epoch FROM started_at) * 1000)::float8 AS "startedAtMs",
           (extract(epoch FROM finished_at) * 1000)::float8 AS "finishedAtMs"
      FROM (SELECT *, sum(CASE WHEN is_small THEN coalesce(octet_length(text), 0) ELSE 0 END)
                      OVER (ORDER BY started_at DESC, node_id, number DESC) <= ${totalBytes}::bigint AS fits
              FROM (SELECT *, coalesce(octet_length(text), 0) <= ${eachBytes}::bigint AS is_small
                      FROM attempts
                     WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid
                       AND (${node?.nodeId ?? null}::text IS NULL OR node_id = ${node?.nodeId ?? null}::text)) AS sized) AS told
     ORDER BY started_at, node_id, number`;
}
