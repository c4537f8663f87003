import type { ProviderKeyId, WorkspaceId } from "#core/ids.ts";
import { type ModelRef, modelRefOf } from "#core/model/model-ref.ts";
import { noTotals, type Totals } from "#core/model/usage.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { AttemptStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The latest attempt of a node run, and whether its worker is alive. */
export interface LatestAttempt {
  readonly attempt: number;
  readonly status: AttemptStatus;
  readonly leaseToken: string;
  /** The model it calls. Null: none. */
  readonly ref: ModelRef | null;
  readonly providerKeyId: ProviderKeyId | null;
  /** Milliseconds until the lease expires. Zero, negative, or null (no lease): the worker is gone. */
  readonly leaseRemainingMs: number | null;
  /** Its model call has been sent, or may have been. */
  readonly isSent: boolean;
}

/** What is stored of a node run beyond its phase. */
export interface NodeRunProgress {
  /** When a waiting or retrying node continues, milliseconds since the epoch. */
  readonly wakeAtMs: number | null;
  /** The usage of all its attempts so far. */
  readonly spent: Totals;
  readonly latest: LatestAttempt | null;
}

type Row = Totals & {
  readonly runId: string;
  readonly nodeId: string;
  readonly wakeAtMs: number | null;
  readonly latest: StoredAttempt | null;
};

type StoredAttempt = Omit<LatestAttempt, "ref"> & {
  readonly provider: string | null;
  readonly model: string | null;
};

const untouched: NodeRunProgress = {
  wakeAtMs: null,
  spent: noTotals,
  latest: null,
};

/**
 * The stored progress of some node runs, in the order given. Call it after their runs' rows have been locked, as claims
 * and settlements of these runs also do.
 *
 * The lists come from subqueries, which hide their length from the planner. It would otherwise expect fewer rows for a
 * short list, and plan again each time, which takes longer than the query.
 */
export async function findNodeRunProgress(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  nodeRuns: readonly NodeRunRef[],
): Promise<readonly NodeRunProgress[]> {
  const runIds = [...new Set(nodeRuns.map(({ runId }) => runId))];
  const nodeIds = [...new Set(nodeRuns.map(({ nodeId }) => nodeId))];
  const rows = await tx.$queryRaw<Row[]>`
    SELECT n.run_id AS "runId", n.node_id AS "nodeId", (extract(epoch FROM n.wake_at) * 1000)::float8 AS "wakeAtMs",
           n.input_tokens::float8 AS "inputTokens", n.output_tokens::float8 AS "outputTokens", n.is_sandbox AS sandbox,
           (CASE WHEN n.cost_unknown THEN NULL ELSE n.cost_micros END)::float8 AS "costMicros",
           (SELECT jsonb_build_object('attempt', a.number, 'status', a.status, 'leaseToken', a.lease_token,
                   'provider', a.provider, 'model', a.model, 'providerKeyId', a.provider_key_id,
                   'isSent', coalesce(l.is_sent, true),
                   'leaseRemainingMs', extract(epoch FROM l.expires_at - clock_timestamp()) * 1000)
              FROM attempts a
              LEFT JOIN system.leases l ON l.run_id = a.run_id AND l.node_id = a.node_id
                                       AND l.attempt = a.number
             WHERE a.workspace_id = n.workspace_id AND a.run_id = n.run_id AND a.node_id = n.node_id
             ORDER BY a.number DESC LIMIT 1) AS latest
      FROM node_runs n
     WHERE n.workspace_id = ${workspaceId}::uuid AND n.run_id = ANY((SELECT ${runIds}::uuid[])::uuid[])
       AND n.node_id = ANY((SELECT ${nodeIds}::text[])::text[])`;
  const byRef = new Map(rows.map((row) => [keyOf(row), row]));
  return nodeRuns.map((ref) => {
    const row = byRef.get(keyOf(ref));
    if (row === undefined) return untouched;
    const { inputTokens, outputTokens, costMicros, sandbox, wakeAtMs, latest } = row;
    return {
      wakeAtMs,
      latest: latest && toLatest(latest),
      spent: { inputTokens, outputTokens, costMicros, sandbox },
    };
  });
}

function toLatest({ provider, model, ...attempt }: StoredAttempt): LatestAttempt {
  return { ...attempt, ref: modelRefOf(provider, model) };
}

function keyOf({ runId, nodeId }: Pick<Row, "runId" | "nodeId">): string {
  return `${runId}:${nodeId}`;
}

/** The text of an attempt so far, assembled from the log. */
export async function readAttemptText(tx: TenantSql, ref: NodeRunRef, attempt: number): Promise<string> {
  const rows = await tx.$queryRaw<{ text: string | null }[]>`
    SELECT string_agg(payload->>'text', '' ORDER BY seq) AS text FROM run_events
     WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND type = 'node.delta'
       AND node_id = ${ref.nodeId} AND attempt = ${attempt}`;
  return rows[0]?.text ?? "";
}
