import type { ErrorInfo } from "#core/errors.ts";
import type { ProviderKeyId, RunId, WorkspaceId } from "#core/ids.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { AttemptStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** Identifies one attempt within a run. */
export interface AttemptRef {
  readonly nodeId: string;
  readonly attempt: number;
  /** For an agent with tools: the turn that it calls for. Absent: the attempt's only call. */
  readonly step?: number;
}

/** An attempt that a worker begins, with the lease that fences it. */
export interface AttemptOpen extends AttemptRef {
  readonly leaseToken: string;
  readonly workerId: string;
  readonly leaseMs: number;
  readonly provider: string | null;
  readonly model: string | null;
  readonly providerKeyId: ProviderKeyId | null;
}

/** How an attempt ended, which also ends its lease. */
export interface AttemptClose extends AttemptRef {
  /** The lease under which it must still be running. */
  readonly leaseToken: string;
  readonly status: Exclude<AttemptStatus, "running">;
  readonly usage: ModelUsage | null;
  readonly costMicros: number | null;
  readonly providerRequestId: string | null;
  /** Why the model stopped. Null where it did not, or none was called. */
  readonly stop: string | null;
  readonly text: string | null;
  readonly error: ErrorInfo | null;
}

/** What a step does to the attempts of its run. */
export interface AttemptWrites {
  readonly runId: RunId;
  readonly closes: readonly AttemptClose[];
  readonly opens: readonly AttemptOpen[];
}

/**
 * Opens and closes attempts in one statement, under the row locks of their runs. The bounds and `= ANY` lead the
 * planner to the indexes, as in `writeProgress`.
 * @throws what `isChangedMeanwhile` recognises when one that is to be closed no longer runs under its lease.
 */
export async function writeAttempts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  writes: readonly AttemptWrites[],
): Promise<void> {
  const closes = writes.flatMap(({ runId, closes }) => closes.map((close) => toCloseRow(runId, close)));
  const opens = writes.flatMap(({ runId, opens }) => opens.map((open) => toOpenRow(runId, open)));
  if (closes.length === 0 && opens.length === 0) return;
  const [runIds, nodeIds] = [closes.map(({ run_id }) => run_id), closes.map(({ node_id }) => node_id)];
  await tx.$executeRaw`
    WITH closing AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(closes)}::jsonb)
        AS c(run_id uuid, node_id text, number int, lease_token uuid, status text, usage jsonb, input_tokens bigint,
             output_tokens bigint, cache_write_tokens bigint, cache_read_tokens bigint, estimated boolean, cost_micros bigint,
             request_id text, stop text, text text, error jsonb)
       WHERE number BETWEEN 1 AND 2147483647
    ), closed AS (
      UPDATE attempts a SET status = c.status, usage = c.usage, input_tokens = c.input_tokens, output_tokens = c.output_tokens,
             cache_write_tokens = c.cache_write_tokens, cache_read_tokens = c.cache_read_tokens, usage_estimated = c.estimated,
             cost_micros = c.cost_micros, provider_request_id = c.request_id, stop = c.stop, text = c.text, error = c.error,
             finished_at = clock_timestamp()
        FROM closing c
       WHERE a.workspace_id = ${workspaceId}::uuid AND a.run_id = ANY(${runIds}::uuid[]) AND a.node_id = ANY(${nodeIds}::text[])
         AND a.run_id = c.run_id AND a.node_id = c.node_id AND a.number = c.number
         AND a.status = 'running' AND a.lease_token = c.lease_token
      RETURNING 1
    ), released AS (
      DELETE FROM system.leases l USING closing c
       WHERE l.run_id = ANY(${runIds}::uuid[]) AND l.node_id = ANY(${nodeIds}::text[])
         AND l.run_id = c.run_id AND l.node_id = c.node_id AND l.attempt = c.number
    ), opening AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(opens)}::jsonb)
        AS o(run_id uuid, node_id text, number int, lease_token uuid, worker_id text, lease_seconds float8,
             provider text, model text, provider_key_id uuid)
    ), opened AS (
      INSERT INTO attempts (workspace_id, run_id, node_id, number, status, lease_token, worker_id, provider, model,
             provider_key_id, started_at)
      SELECT ${workspaceId}::uuid, run_id, node_id, number, 'running', lease_token, worker_id, provider,
             model, provider_key_id, clock_timestamp() FROM opening
    ), leased AS (
      INSERT INTO system.leases (run_id, node_id, attempt, workspace_id, lease_token, worker_id, expires_at, is_sent)
      SELECT run_id, node_id, number, ${workspaceId}::uuid, lease_token, worker_id,
             clock_timestamp() + make_interval(secs => lease_seconds), false FROM opening
    )
    SELECT system.require((SELECT count(*) FROM closed) = ${closes.length}::int)`;
}

function toCloseRow(runId: RunId, close: AttemptClose) {
  return {
    run_id: runId,
    lease_token: close.leaseToken,
    node_id: close.nodeId,
    number: close.attempt,
    status: close.status,
    usage: close.usage?.raw ?? null,
    input_tokens: close.usage?.inputTokens ?? 0,
    output_tokens: close.usage?.outputTokens ?? 0,
    cache_write_tokens: close.usage?.cacheWriteTokens ?? 0,
    cache_read_tokens: close.usage?.cacheReadTokens ?? 0,
    estimated: close.usage?.estimated ?? false,
    cost_micros: close.costMicros,
    request_id: close.providerRequestId,
    stop: close.stop,
    text: close.text,
    error: close.error,
  };
}

function toOpenRow(runId: RunId, open: AttemptOpen) {
  return {
    run_id: runId,
    node_id: open.nodeId,
    number: open.attempt,
    lease_token: open.leaseToken,
    worker_id: open.workerId,
    lease_seconds: open.leaseMs / 1000,
    provider: open.provider,
    model: open.model,
    provider_key_id: open.providerKeyId,
  };
}
