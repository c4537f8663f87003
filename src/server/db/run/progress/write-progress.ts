import type { NewRunEvent } from "#core/events/run-event.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { Totals } from "#core/model/usage.ts";
import type { NodeChange, RunEnd, RunState } from "#core/run/state.ts";
import type { RunStatus } from "#core/run/status.ts";
import { ringAfterCommit } from "#server/db/bell.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A node run to write, with what only the service knows: its type and what its attempts used. */
export interface NodeRunWrite extends NodeChange {
  readonly nodeType: string;
  /** Added to what the node run already used. */
  readonly spent: Totals | null;
}

/** One step of a run's progress, ready to be written. */
export interface ProgressWrite {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly status: RunStatus;
  readonly frontier: string;
  readonly branches: RunState["branches"];
  readonly closing: RunState["closing"];
  /** The run's counter before these events; they are numbered from the next on. */
  readonly lastEventSeq: number;
  readonly events: readonly NewRunEvent[];
  readonly nodes: readonly NodeRunWrite[];
  /** Added to the run's totals. */
  readonly spent: Totals | null;
  readonly isStart: boolean;
  readonly end: Pick<RunEnd, "output" | "outputsLeftOut" | "error"> | null;
}

/**
 * Writes the run's row, its changed node runs and the new lines of its log in one statement, and rings the bell. All of it happens at
 * one moment, so that the book and the log tell the same durations.
 * The caller holds the run's row lock, so the numbers of the lines leave no gap and commit in order.
 */
export async function writeProgress(tx: TenantSql, write: ProgressWrite): Promise<void> {
  const { workspaceId, runId } = write;
  const nodes = JSON.stringify(write.nodes.map(toNodeRow));
  const events = JSON.stringify(
    write.events.map((event, index) => toEventRow(event, write.lastEventSeq + 1 + index)),
  );
  await tx.$executeRaw`
    WITH clock AS MATERIALIZED (
      SELECT clock_timestamp() AS now
    ), run AS (
      UPDATE runs SET
        status = ${write.status}, frontier = ${write.frontier}, branches = ${JSON.stringify(write.branches)}::jsonb,
        closing = ${write.closing === null ? null : JSON.stringify(write.closing)}::jsonb,
        last_event_seq = ${write.lastEventSeq + write.events.length},
        started_at = CASE WHEN ${write.isStart} THEN clock.now ELSE started_at END,
        finished_at = CASE WHEN ${write.end !== null} THEN clock.now ELSE finished_at END,
        output = coalesce(${write.end === null ? null : JSON.stringify(write.end.output)}::jsonb, output),
        outputs_left_out = coalesce(${write.end === null ? null : [...write.end.outputsLeftOut]}::text[], outputs_left_out),
        error = coalesce(${write.end?.error ? JSON.stringify(write.end.error) : null}::jsonb, error),
        input_tokens = input_tokens + ${write.spent?.inputTokens ?? 0},
        output_tokens = output_tokens + ${write.spent?.outputTokens ?? 0},
        cost_micros = cost_micros + ${write.spent?.costMicros ?? 0},
        cost_unknown = cost_unknown OR ${write.spent !== null && write.spent.costMicros === null},
        is_sandbox = is_sandbox OR ${write.spent?.sandbox ?? false}
        FROM clock
       WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid
    ), node_rows AS (
      INSERT INTO node_runs AS n (workspace_id, run_id, node_id, iteration, node_type, status, input, output, branch, stop, error,
             attempt_count, input_tokens, output_tokens, cost_micros, cost_unknown, is_sandbox, started_at, finished_at, wake_at)
      SELECT ${workspaceId}::uuid, ${runId}::uuid, c.node_id, c.iteration, c.node_type, c.status, c.input, c.output, c.branch,
             c.stop, c.error, coalesce(c.attempt, 0), c.input_tokens, c.output_tokens, c.cost_micros, c.cost_unknown, c.is_sandbox,
             CASE WHEN c.starts THEN clock.now END, CASE WHEN c.ends THEN clock.now END, to_timestamp(c.wake_at)
        FROM jsonb_to_recordset(${nodes}::jsonb) AS c(node_id text, iteration int, node_type text, status text, input jsonb,
             output jsonb, branch text, stop text, error jsonb, attempt int, input_tokens bigint, output_tokens bigint, cost_micros bigint,
             cost_unknown boolean, is_sandbox boolean, starts boolean, ends boolean, wake_at float8)
       CROSS JOIN clock
      ON CONFLICT (workspace_id, run_id, node_id, iteration) DO UPDATE SET
        status = excluded.status, input = coalesce(excluded.input, n.input), output = coalesce(excluded.output, n.output),
        branch = coalesce(excluded.branch, n.branch), stop = coalesce(excluded.stop, n.stop), error = coalesce(excluded.error, n.error),
        attempt_count = greatest(excluded.attempt_count, n.attempt_count),
        input_tokens = n.input_tokens + excluded.input_tokens, output_tokens = n.output_tokens + excluded.output_tokens,
        cost_micros = n.cost_micros + excluded.cost_micros, cost_unknown = n.cost_unknown OR excluded.cost_unknown,
        is_sandbox = n.is_sandbox OR excluded.is_sandbox, started_at = coalesce(n.started_at, excluded.started_at),
        finished_at = coalesce(excluded.finished_at, n.finished_at), wake_at = excluded.wake_at
    ), event_rows AS (
      INSERT INTO run_events (workspace_id, run_id, seq, type, node_id, iteration, attempt, payload, created_at)
      SELECT ${workspaceId}::uuid, ${runId}::uuid, e.seq, e.type, e.node_id, e.iteration, e.attempt, e.payload, clock.now
        FROM jsonb_to_recordset(${events}::jsonb)
             AS e(seq bigint, type text, node_id text, iteration int, attempt int, payload jsonb)
       CROSS JOIN clock
    )
    SELECT 1`;
  ringAfterCommit(tx, "run_events", runId, write.end === null && !write.isStart ? "soon" : "now");
}

function toNodeRow(node: NodeRunWrite) {
  return {
    node_id: node.nodeId,
    iteration: node.iteration,
    node_type: node.nodeType,
    status: node.status,
    input: node.input,
    output: node.output,
    branch: node.branch,
    stop: node.stop,
    error: node.error,
    attempt: node.attempt,
    input_tokens: node.spent?.inputTokens ?? 0,
    output_tokens: node.spent?.outputTokens ?? 0,
    cost_micros: node.spent?.costMicros ?? 0,
    cost_unknown: node.spent !== null && node.spent.costMicros === null,
    is_sandbox: node.spent?.sandbox ?? false,
    // Told by the clock of the moment that writes them, as the lines of the log are: the step was decided before it waited for the lock.
    starts: node.startedAtMs !== undefined,
    ends: node.finishedAtMs !== undefined,
    wake_at: toSeconds(node.wakeAtMs),
  };
}

/** The columns a line is found by, apart; the output of a completed node stays with its node run. */
function toEventRow(event: NewRunEvent, seq: number) {
  const { type, ...rest } = event;
  const { nodeId, iteration, attempt, output: _kept, ...payload } = rest as Partial<Record<string, Json>>;
  return {
    seq,
    type,
    node_id: nodeId ?? null,
    iteration: iteration ?? null,
    attempt: attempt ?? null,
    payload,
  };
}

function toSeconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
