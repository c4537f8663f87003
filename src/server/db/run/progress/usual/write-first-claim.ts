import type { NewRunEvent } from "#core/events/run-event.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { ringAfterCommit } from "#server/db/bell.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { toEventRow } from "../event-row.ts";
import { type Handover, toColumn } from "./write-handover.ts";

/** The step with which a worker takes up a run: it only begins a node that has no attempt yet and calls no model. */
export interface FirstClaim extends Pick<Handover, "runId" | "frontier" | "branches" | "was" | "begun"> {
  readonly startedLine: NewRunEvent;
}

/**
 * Writes what `writeProgress` and `writeAttempts` would write for such a step, in one specialised statement.
 * @throws what `isChangedMeanwhile` recognises when the run has changed, or the node run already exists.
 */
export async function writeFirstClaim(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, frontier, branches, was, begun, startedLine }: FirstClaim,
): Promise<void> {
  const { open } = begun;
  const started = toEventRow(startedLine);
  const written = tx.$executeRaw`
    WITH clock AS MATERIALIZED (
      SELECT clock_timestamp() AS now
    ), run AS (
      UPDATE runs SET frontier = ${frontier}, branches = ${JSON.stringify(branches)}::jsonb, last_event_seq = ${was.lastEventSeq + 1}::bigint
       WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid AND status = 'running' AND closing IS NULL
         AND waiting_since IS NULL AND last_event_seq = ${was.lastEventSeq}::bigint AND frontier = ${was.frontier}
      RETURNING 1
    ), begun AS (
      INSERT INTO node_runs (workspace_id, run_id, node_id, node_type, status, input, attempt_count, started_at)
      VALUES (${workspaceId}::uuid, ${runId}::uuid, ${open.nodeId}, ${begun.nodeType}, 'running',
              ${toColumn(begun.input)}::jsonb, ${open.attempt}::int, (SELECT now FROM clock))
      ON CONFLICT (workspace_id, run_id, node_id) DO NOTHING
      RETURNING 1
    ), lines AS (
      INSERT INTO run_events (workspace_id, run_id, seq, type, node_id, attempt, payload, created_at)
      VALUES (${workspaceId}::uuid, ${runId}::uuid, ${was.lastEventSeq + 1}::bigint, ${started.type}, ${started.nodeId},
              ${started.attempt}::int, ${JSON.stringify(started.payload)}::jsonb, (SELECT now FROM clock))
    ), opened AS (
      INSERT INTO attempts (workspace_id, run_id, node_id, number, status, lease_token, worker_id, started_at)
      VALUES (${workspaceId}::uuid, ${runId}::uuid, ${open.nodeId}, ${open.attempt}::int, 'running',
              ${open.leaseToken}::uuid, ${open.workerId}, (SELECT now FROM clock))
    ), leased AS (
      INSERT INTO system.leases (run_id, node_id, attempt, workspace_id, lease_token, worker_id, expires_at, is_sent)
      VALUES (${runId}::uuid, ${open.nodeId}, ${open.attempt}::int, ${workspaceId}::uuid, ${open.leaseToken}::uuid,
              ${open.workerId}, (SELECT now FROM clock) + make_interval(secs => ${open.leaseMs / 1000}::float8), false)
    )
    SELECT system.require((SELECT count(*) FROM run) + (SELECT count(*) FROM begun) = 2)`;
  ringAfterCommit(tx, "run_events", runId, "soon");
  await written;
}
