import type { NewRunEvent } from "#core/events/run-event.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { RunState } from "#core/run/state.ts";
import { ringAfterCommit } from "#server/db/bell.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { toEventRow } from "../event-row.ts";
import type { AttemptOpen } from "../write-attempts.ts";
import type { RunAsRead } from "../write-progress.ts";

/**
 * The most frequent step: one node has completed without a model, and its worker continues with the next. The run
 * continues, and its clock was not stopped.
 */
export interface Handover {
  readonly runId: RunId;
  readonly frontier: string;
  readonly branches: RunState["branches"];
  /** What the step was decided on. */
  readonly was: RunAsRead;
  readonly ended: {
    readonly nodeId: string;
    readonly output: Json;
    readonly attempt: number;
    /** The lease under which it must still be running. */
    readonly leaseToken: string;
  };
  readonly begun: {
    readonly nodeType: string;
    readonly input: Json;
    readonly open: AttemptOpen;
  };
  readonly completedLine: NewRunEvent;
  readonly startedLine: NewRunEvent;
}

/**
 * Writes what `writeProgress` and `writeAttempts` would write for such a step: the same rows with the same timestamps,
 * at two thirds of the cost. Those handle any number of runs in any state, which PostgreSQL sets up for each time.
 * @throws what `isChangedMeanwhile` recognises when the run has changed, or the attempt no longer runs under its lease.
 */
export async function writeHandover(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, frontier, branches, was, ended, begun, completedLine, startedLine }: Handover,
): Promise<void> {
  const { open } = begun;
  const [completed, started] = [toEventRow(completedLine), toEventRow(startedLine)];
  const written = tx.$executeRaw`
    WITH clock AS MATERIALIZED (
      SELECT clock_timestamp() AS now
    ), run AS (
      UPDATE runs SET frontier = ${frontier}, branches = ${JSON.stringify(branches)}::jsonb, last_event_seq = ${was.lastEventSeq + 2}::bigint
       WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid AND status = 'running' AND closing IS NULL
         AND waiting_since IS NULL AND last_event_seq = ${was.lastEventSeq}::bigint AND frontier = ${was.frontier}
      RETURNING 1
    ), ended AS (
      UPDATE node_runs SET status = 'completed', output = ${toColumn(ended.output)}::jsonb, wake_at = NULL,
             finished_at = (SELECT now FROM clock)
       WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid AND node_id = ${ended.nodeId}
      RETURNING 1
    ), begun AS (
      INSERT INTO node_runs (workspace_id, run_id, node_id, node_type, status, input, attempt_count, started_at)
      VALUES (${workspaceId}::uuid, ${runId}::uuid, ${open.nodeId}, ${begun.nodeType}, 'running',
              ${toColumn(begun.input)}::jsonb, ${open.attempt}::int, (SELECT now FROM clock))
    ), lines AS (
      INSERT INTO run_events (workspace_id, run_id, seq, type, node_id, attempt, payload, created_at)
      VALUES (${workspaceId}::uuid, ${runId}::uuid, ${was.lastEventSeq + 1}::bigint, ${completed.type}, ${completed.nodeId},
              ${completed.attempt}::int, ${JSON.stringify(completed.payload)}::jsonb, (SELECT now FROM clock)),
             (${workspaceId}::uuid, ${runId}::uuid, ${was.lastEventSeq + 2}::bigint, ${started.type}, ${started.nodeId},
              ${started.attempt}::int, ${JSON.stringify(started.payload)}::jsonb, (SELECT now FROM clock))
    ), closed AS (
      UPDATE attempts SET status = 'completed', cost_micros = 0, finished_at = (SELECT now FROM clock)
       WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid AND node_id = ${ended.nodeId}
         AND number = ${ended.attempt}::int
         AND status = 'running' AND lease_token = ${ended.leaseToken}::uuid
      RETURNING 1
    ), opened AS (
      INSERT INTO attempts (workspace_id, run_id, node_id, number, status, lease_token, worker_id, started_at)
      VALUES (${workspaceId}::uuid, ${runId}::uuid, ${open.nodeId}, ${open.attempt}::int, 'running',
              ${open.leaseToken}::uuid, ${open.workerId}, (SELECT now FROM clock))
    ), released AS (
      DELETE FROM system.leases WHERE run_id = ${runId}::uuid AND node_id = ${ended.nodeId}
         AND attempt = ${ended.attempt}::int
    ), leased AS (
      INSERT INTO system.leases (run_id, node_id, attempt, workspace_id, lease_token, worker_id, expires_at, is_sent)
      VALUES (${runId}::uuid, ${open.nodeId}, ${open.attempt}::int, ${workspaceId}::uuid, ${open.leaseToken}::uuid,
              ${open.workerId}, (SELECT now FROM clock) + make_interval(secs => ${open.leaseMs / 1000}::float8), false)
    )
    SELECT system.require((SELECT count(*) FROM run) + (SELECT count(*) FROM ended) + (SELECT count(*) FROM closed) = 3)`;
  ringAfterCommit(tx, "run_events", runId, "soon");
  await written;
}

/** JSON null is stored as SQL NULL, as in all these columns. */
export function toColumn(value: Json): string | null {
  return value === null ? null : JSON.stringify(value);
}
