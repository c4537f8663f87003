import type { RunId, WaitId, WorkspaceId } from "#core/ids.ts";
import type { CallDecision, ShownStepStatus } from "#core/run/agent/agent-steps.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A turn or a tool call of an agent with tools, as shown to people. */
export interface ShownStep {
  readonly seq: number;
  readonly attempt: number;
  readonly kind: "model" | "tool";
  readonly status: ShownStepStatus;
  /** Of a turn: `provider/model`. Of a call: the tool. */
  readonly name: string;
  readonly effect: "read" | "write" | null;
  /** Of a call: its arguments, as JSON. */
  readonly input: string | null;
  /** The output of the model or tool. Null: none yet, or deleted. */
  readonly text: string | null;
  readonly isError: boolean;
  /** What people decided before the call was made. `asked`: not yet; null: nobody was asked. */
  readonly decision: "asked" | CallDecision | null;
  /** Their name, or else their address. Null where the time-out decided. */
  readonly decidedBy: string | null;
  /** The open wait that asks people about the call, if any. */
  readonly waitId: WaitId | null;
  /** The texts are truncated here. */
  readonly isCut: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly isEstimated: boolean;
  /** Micros of USD. Null: unknown, or not settled yet. */
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
  /** For an approved call: the last decision about its turn, or the start of the call. */
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
}

/**
 * A node run's steps after a given one, in order, with truncated texts. A node that is cancelled or times out leaves
 * calls open in the table: they are shown as what became of them.
 */
export async function listSteps(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeId }: { readonly runId: RunId; readonly nodeId: string },
  after: number,
  { steps, characters }: { readonly steps: number; readonly characters: number },
): Promise<readonly ShownStep[]> {
  return tx.$queryRaw<ShownStep[]>`
    SELECT seq, attempt, kind, coalesce(tool, provider || '/' || model) AS name, effect,
           left(input::text, ${characters}::int) AS input, left(output->>'text', ${characters}::int) AS text,
           coalesce((output->>'isError')::boolean, false) AS "isError",
           greatest(length(input::text), length(output->>'text'), 0) > ${characters}::int AS "isCut",
           (input_tokens + cache_write_tokens + cache_read_tokens)::float8 AS "inputTokens", output_tokens::float8 AS "outputTokens",
           is_estimated AS "isEstimated", cost_micros::float8 AS "costMicros", coalesce(provider = 'sandbox', false) AS "isSandbox",
           floor(extract(epoch FROM greatest(started_at, decided.at)) * 1000)::float8 AS "startedAtMs",
           floor(extract(epoch FROM finished_at) * 1000)::float8 AS "finishedAtMs",
           CASE WHEN kind = 'model' OR NOT is_over THEN status
                WHEN status = 'planned' THEN 'dropped'
                WHEN status = 'running' THEN 'unknown'
                ELSE status END AS status,
           CASE WHEN decision IS NULL AND asked.is_open THEN 'asked' ELSE decision END AS decision, asked.by AS "decidedBy",
           CASE WHEN decision IS NULL AND asked.is_open THEN asked.id END AS "waitId"
      FROM node_steps
           LEFT JOIN LATERAL (SELECT w.id, w.ending IS NULL AS is_open, coalesce(u.name, u.email) AS by
                                FROM waits w LEFT JOIN users u ON u.id = w.resolved_by
                               WHERE w.workspace_id = node_steps.workspace_id AND w.run_id = node_steps.run_id
                                 AND w.node_id = node_steps.node_id AND w.step = node_steps.seq) AS asked ON true
           LEFT JOIN LATERAL (SELECT max(w.resolved_at) AS at FROM waits w
                               WHERE node_steps.decision = 'approved' AND w.workspace_id = node_steps.workspace_id
                                 AND w.run_id = node_steps.run_id AND w.node_id = node_steps.node_id
                                 AND w.step IS NOT NULL AND w.resolved_at <= coalesce(node_steps.finished_at, 'infinity')) AS decided ON true,
           LATERAL (SELECT EXISTS (SELECT FROM node_runs
                                    WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid AND node_id = ${nodeId}
                                      AND status IN ('completed', 'failed', 'cancelled', 'skipped')) AS is_over) AS node
     WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid AND node_id = ${nodeId} AND seq > ${after}
     ORDER BY seq LIMIT ${steps}`;
}
