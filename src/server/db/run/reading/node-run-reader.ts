import type { ErrorInfo } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { AttemptStatus, NodeRunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A node run as it stands. Times in milliseconds since the epoch, money in micros of USD (null = unknown). */
export interface NodeRunDetail {
  readonly nodeId: string;
  readonly iteration: number;
  readonly nodeType: string;
  readonly status: NodeRunStatus;
  readonly input: Json;
  readonly output: Json;
  readonly branch: string | null;
  /** Why an agent's model stopped; null for other nodes and before. */
  readonly stop: string | null;
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
  readonly iteration: number;
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
  /** Why its model stopped; null where it did not, or none was asked. */
  readonly stop: string | null;
  /** What a failed, cut or cancelled attempt had said. */
  readonly text: string | null;
  readonly error: ErrorInfo | null;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
}

/** All node runs of a run that have begun or been decided; nodes nobody has reached yet have no row. */
export async function listNodeRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<readonly NodeRunDetail[]> {
  return tx.$queryRaw<NodeRunDetail[]>`
    SELECT node_id AS "nodeId", iteration, node_type AS "nodeType", status, input, output, branch, stop, error,
           attempt_count AS "attemptCount", reused_from_run_id AS "reusedFromRunId", input_tokens::float8 AS "inputTokens",
           output_tokens::float8 AS "outputTokens",
           (CASE WHEN cost_unknown THEN NULL ELSE cost_micros END)::float8 AS "costMicros", is_sandbox AS "isSandbox",
           (extract(epoch FROM started_at) * 1000)::float8 AS "startedAtMs",
           (extract(epoch FROM finished_at) * 1000)::float8 AS "finishedAtMs",
           (extract(epoch FROM wake_at) * 1000)::float8 AS "wakeAtMs"
      FROM node_runs WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid
     ORDER BY started_at NULLS LAST, node_id, iteration`;
}

/** Every try of every node of a run, in order of time. */
export async function listAttempts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<readonly AttemptDetail[]> {
  return tx.$queryRaw<AttemptDetail[]>`
    SELECT node_id AS "nodeId", iteration, number AS attempt, status, provider, model,
           provider_request_id AS "providerRequestId", input_tokens::float8 AS "inputTokens",
           output_tokens::float8 AS "outputTokens", cache_write_tokens::float8 AS "cacheWriteTokens",
           cache_read_tokens::float8 AS "cacheReadTokens", cost_micros::float8 AS "costMicros", usage_estimated AS "isEstimated",
           stop, text, error, (extract(epoch FROM started_at) * 1000)::float8 AS "startedAtMs",
           (extract(epoch FROM finished_at) * 1000)::float8 AS "finishedAtMs"
      FROM attempts WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid
     ORDER BY started_at, node_id, number`;
}
