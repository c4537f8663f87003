import type { NewRunEvent } from "#core/events/run-event.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Totals } from "#core/model/usage.ts";
import type { NodeChange, RunEnd } from "#core/run/advance-result.ts";
import type { RunState } from "#core/run/state.ts";
import type { RunStatus } from "#core/run/status.ts";
import { ringAfterCommit } from "#server/db/bell.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { toEventRow } from "./event-row.ts";

/** A node run to write, with what only the service knows: its type and the usage of its attempts. */
export interface NodeRunWrite extends NodeChange {
  readonly nodeType: string;
  /** Added to the node run's usage. */
  readonly spent: Totals | null;
}

/** One step of a run's progress, ready to be written. */
export interface ProgressWrite {
  readonly runId: RunId;
  readonly status: RunStatus;
  readonly frontier: string;
  readonly branches: RunState["branches"];
  readonly closing: RunState["closing"];
  /** What the step was decided on. */
  readonly was: RunAsRead;
  readonly events: readonly NewRunEvent[];
  readonly nodes: readonly NodeRunWrite[];
  /** Added to the run's totals. */
  readonly spent: Totals | null;
  readonly isStart: boolean;
  /** From now on the run only waits, and its clock is stopped. */
  readonly standsStill: boolean;
  readonly end: Pick<RunEnd, "output" | "outputsLeftOut" | "error"> | null;
}

/** The state of a run's row that a step was decided on. The step is written only if the row is still in that state. */
export interface RunAsRead {
  readonly frontier: string;
  /** The run's counter before the step's lines; their numbers follow it. */
  readonly lastEventSeq: number;
  /** Read under the run's row lock, which the transaction still holds; otherwise remembered from an earlier step. */
  readonly isLocked: boolean;
}

/**
 * Writes steps of different runs: each run's row, its changed node runs and its new log lines, in one statement for
 * all, and rings the bell (unless it is the first step of a run, which nobody can know yet). Most of a statement's cost
 * is its set-up, so many runs cost little more than one. Everything gets one timestamp, so that the rows and the log
 * agree on durations. Runs' rows come first and are locked in the order of their ids, so the numbers of the lines leave
 * no gap and commit in order.
 *
 * PostgreSQL assumes a hundred rows for a function, where a plan for few is needed: the overall bounds make the planner
 * expect one, and `= ANY` keeps it on the index whatever it expects.
 * @throws what `isChangedMeanwhile` recognises when a run has changed.
 */
export async function writeProgress(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  writes: readonly ProgressWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  const runIds = writes.map(({ runId }) => runId);
  const runs = JSON.stringify(writes.map(toRunRow));
  const nodes = JSON.stringify(writes.flatMap((write) => write.nodes.map((node) => toNodeRow(write, node))));
  const events = JSON.stringify(writes.flatMap(toLines));
  const written = tx.$executeRaw`
    WITH clock AS MATERIALIZED (
      SELECT clock_timestamp() AS now
    ), run AS (
      UPDATE runs r SET
        status = w.status, frontier = w.frontier, branches = w.branches, closing = w.closing, last_event_seq = w.seq,
        started_at = CASE WHEN w.starts THEN clock.now ELSE r.started_at END,
        finished_at = CASE WHEN w.ends THEN clock.now ELSE r.finished_at END,
        deadline_at = CASE WHEN r.waiting_since IS NULL OR w.stands_still THEN r.deadline_at
                           ELSE r.deadline_at + (clock.now - r.waiting_since) END,
        waiting_since = CASE WHEN w.stands_still THEN coalesce(r.waiting_since, clock.now) END,
        output = coalesce(w.output, r.output), outputs_left_out = coalesce(w.outputs_left_out, r.outputs_left_out),
        error = coalesce(w.error, r.error),
        input_tokens = r.input_tokens + w.input_tokens, output_tokens = r.output_tokens + w.output_tokens,
        cost_micros = r.cost_micros + w.cost_micros, cost_unknown = r.cost_unknown OR w.cost_unknown,
        is_sandbox = r.is_sandbox OR w.is_sandbox
        FROM jsonb_to_recordset(${runs}::jsonb) AS w(run_id uuid, was_seq bigint, was_frontier text, is_locked boolean, status text,
             frontier text, branches jsonb, closing jsonb, seq bigint, starts boolean, ends boolean, stands_still boolean,
             output jsonb, outputs_left_out text[], error jsonb,
             input_tokens bigint, output_tokens bigint, cost_micros bigint, cost_unknown boolean, is_sandbox boolean)
       CROSS JOIN clock
       WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ANY(${runIds}::uuid[]) AND r.id = w.run_id
         AND w.seq BETWEEN 0 AND 9007199254740991
         AND r.last_event_seq = w.was_seq AND r.frontier = w.was_frontier
         AND (w.is_locked OR (r.status = 'running' AND r.closing IS NULL))
      RETURNING 1
    ), node_rows AS (
      INSERT INTO node_runs AS n (workspace_id, run_id, node_id, node_type, status, input, output, branch, stop, error,
             attempt_count, input_tokens, output_tokens, cost_micros, cost_unknown, is_sandbox, started_at, finished_at, wake_at)
      SELECT ${workspaceId}::uuid, c.run_id, c.node_id, c.node_type, c.status, c.input, c.output, c.branch,
             c.stop, c.error, coalesce(c.attempt, 0), c.input_tokens, c.output_tokens, c.cost_micros, c.cost_unknown, c.is_sandbox,
             CASE WHEN c.starts THEN clock.now END, CASE WHEN c.ends THEN clock.now END, to_timestamp(c.wake_at)
        FROM jsonb_to_recordset(${nodes}::jsonb) AS c(run_id uuid, node_id text, node_type text, status text, input jsonb,
             output jsonb, branch text, stop text, error jsonb, attempt int, input_tokens bigint, output_tokens bigint, cost_micros bigint,
             cost_unknown boolean, is_sandbox boolean, starts boolean, ends boolean, wake_at float8)
       CROSS JOIN clock
      ON CONFLICT (workspace_id, run_id, node_id) DO UPDATE SET
        status = excluded.status, input = coalesce(excluded.input, n.input), output = coalesce(excluded.output, n.output),
        branch = coalesce(excluded.branch, n.branch), stop = coalesce(excluded.stop, n.stop), error = coalesce(excluded.error, n.error),
        attempt_count = greatest(excluded.attempt_count, n.attempt_count),
        input_tokens = n.input_tokens + excluded.input_tokens, output_tokens = n.output_tokens + excluded.output_tokens,
        cost_micros = n.cost_micros + excluded.cost_micros, cost_unknown = n.cost_unknown OR excluded.cost_unknown,
        is_sandbox = n.is_sandbox OR excluded.is_sandbox, started_at = coalesce(n.started_at, excluded.started_at),
        finished_at = coalesce(excluded.finished_at, n.finished_at), wake_at = excluded.wake_at
    ), event_rows AS (
      INSERT INTO run_events (workspace_id, run_id, seq, type, node_id, attempt, payload, created_at)
      SELECT ${workspaceId}::uuid, e.run_id, e.seq, e.type, e.node_id, e.attempt, e.payload, clock.now
        FROM jsonb_to_recordset(${events}::jsonb)
             AS e(run_id uuid, seq bigint, type text, node_id text, attempt int, payload jsonb)
       CROSS JOIN clock
    )
    SELECT system.require((SELECT count(*) FROM run) = ${writes.length}::int)`;
  for (const { runId, end, isStart } of writes)
    if (!isStart) ringAfterCommit(tx, "run_events", runId, end === null ? "soon" : "now");
  await written;
}

function toRunRow({ was, events, spent, end, ...write }: ProgressWrite) {
  return {
    run_id: write.runId,
    was_seq: was.lastEventSeq,
    was_frontier: was.frontier,
    is_locked: was.isLocked,
    status: write.status,
    frontier: write.frontier,
    branches: write.branches,
    closing: write.closing,
    seq: was.lastEventSeq + events.length,
    starts: write.isStart,
    ends: end !== null,
    stands_still: write.standsStill,
    output: end?.output,
    outputs_left_out: end === null ? null : [...end.outputsLeftOut],
    error: end?.error,
    ...toSums(spent),
  };
}

function toSums(spent: Totals | null) {
  return {
    input_tokens: spent?.inputTokens ?? 0,
    output_tokens: spent?.outputTokens ?? 0,
    cost_micros: spent?.costMicros ?? 0,
    cost_unknown: spent !== null && spent.costMicros === null,
    is_sandbox: spent?.sandbox ?? false,
  };
}

export function toNodeRow({ runId }: Pick<ProgressWrite, "runId">, node: NodeRunWrite) {
  return {
    run_id: runId,
    node_id: node.nodeId,
    node_type: node.nodeType,
    status: node.status,
    input: node.input,
    output: node.output,
    branch: node.branch,
    stop: node.stop,
    error: node.error,
    attempt: node.attempt,
    ...toSums(node.spent),
    // Set by the clock of the statement that writes it, like the log's lines: the step was decided before it waited for
    // the lock.
    starts: node.startedAtMs !== undefined,
    ends: node.finishedAtMs !== undefined,
    wake_at: toSeconds(node.wakeAtMs),
  };
}

export function toLines({ runId, events, was }: ProgressWrite) {
  return events.map((event, at) => {
    const { nodeId, ...row } = toEventRow(event);
    return { ...row, node_id: nodeId, run_id: runId, seq: was.lastEventSeq + 1 + at };
  });
}

function toSeconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
