import type { NewRunEvent } from "#core/events/run-event.ts";
import type { WorkspaceId } from "#core/ids.ts";
import type { RunEnd } from "#core/run/advance-result.ts";
import { ringAfterCommit } from "#server/db/bell.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { toEventRow } from "../event-row.ts";
import { type Handover, toColumn } from "./write-handover.ts";

/** The step with which most runs end: their last node has completed without a model, and so the run has. */
export interface EndingStep extends Pick<Handover, "runId" | "frontier" | "branches" | "was" | "ended"> {
  readonly end: Pick<RunEnd, "output" | "outputsLeftOut">;
  readonly completedLine: NewRunEvent;
  readonly endLine: NewRunEvent;
}

/**
 * Writes what `writeProgress` and `writeAttempts` would write for such a step, in one specialised statement.
 * @throws what `isChangedMeanwhile` recognises when the run has changed, or the attempt no longer runs under its lease.
 */
export async function writeEnd(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, frontier, branches, was, ended, end, completedLine, endLine }: EndingStep,
): Promise<void> {
  const [completed, last] = [toEventRow(completedLine), toEventRow(endLine)];
  const written = tx.$executeRaw`
    WITH clock AS MATERIALIZED (
      SELECT clock_timestamp() AS now
    ), run AS (
      UPDATE runs SET status = 'completed', frontier = ${frontier}, branches = ${JSON.stringify(branches)}::jsonb,
             last_event_seq = ${was.lastEventSeq + 2}::bigint, finished_at = (SELECT now FROM clock),
             output = ${toColumn(end.output)}::jsonb, outputs_left_out = ${[...end.outputsLeftOut]}::text[]
       WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid AND status = 'running' AND closing IS NULL
         AND waiting_since IS NULL AND last_event_seq = ${was.lastEventSeq}::bigint AND frontier = ${was.frontier}
      RETURNING 1
    ), ended AS (
      UPDATE node_runs SET status = 'completed', output = ${toColumn(ended.output)}::jsonb, wake_at = NULL,
             finished_at = (SELECT now FROM clock)
       WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid AND node_id = ${ended.nodeId}
      RETURNING 1
    ), lines AS (
      INSERT INTO run_events (workspace_id, run_id, seq, type, node_id, attempt, payload, created_at)
      VALUES (${workspaceId}::uuid, ${runId}::uuid, ${was.lastEventSeq + 1}::bigint, ${completed.type}, ${completed.nodeId},
              ${completed.attempt}::int, ${JSON.stringify(completed.payload)}::jsonb, (SELECT now FROM clock)),
             (${workspaceId}::uuid, ${runId}::uuid, ${was.lastEventSeq + 2}::bigint, ${last.type}, ${last.nodeId},
              ${last.attempt}::int, ${JSON.stringify(last.payload)}::jsonb, (SELECT now FROM clock))
    ), closed AS (
      UPDATE attempts SET status = 'completed', cost_micros = 0, finished_at = (SELECT now FROM clock)
       WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid AND node_id = ${ended.nodeId}
         AND number = ${ended.attempt}::int
         AND status = 'running' AND lease_token = ${ended.leaseToken}::uuid
      RETURNING 1
    ), released AS (
      DELETE FROM system.leases WHERE run_id = ${runId}::uuid AND node_id = ${ended.nodeId}
         AND attempt = ${ended.attempt}::int
    )
    SELECT system.require((SELECT count(*) FROM run) + (SELECT count(*) FROM ended) + (SELECT count(*) FROM closed) = 3)`;
  ringAfterCommit(tx, "run_events", runId, "now");
  await written;
}
