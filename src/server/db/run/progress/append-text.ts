import type { NodeRunRef } from "#core/run/node-task.ts";
import { attemptMark } from "#core/run/state-codec.ts";
import { ringAfterCommit } from "#server/db/bell.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * Appends one piece of an attempt's text to the log in one statement, and rings the bell; the counter it takes makes
 * every reader see the lines of a run in the order they commit. Returns false when the attempt no longer holds its
 * lease: a zombie's words never reach the log, not even those that waited for the run's row while the attempt was taken
 * over. For these the attempt is looked up on that row too.
 */
export async function appendText(
  tx: TenantSql,
  ref: NodeRunRef,
  attempt: number,
  leaseToken: string,
  text: string,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    WITH held AS (
      SELECT 1 FROM attempts
       WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND node_id = ${ref.nodeId}
         AND number = ${attempt} AND status = 'running' AND lease_token = ${leaseToken}::uuid
    ), counter AS (
      UPDATE runs SET last_event_seq = last_event_seq + 1
       WHERE workspace_id = ${ref.workspaceId}::uuid AND id = ${ref.runId}::uuid AND EXISTS (SELECT FROM held)
         AND strpos(frontier, ${attemptMark(ref.nodeId, attempt)}) > 0
      RETURNING last_event_seq
    ), line AS (
      INSERT INTO run_events (workspace_id, run_id, seq, type, node_id, attempt, payload, created_at)
      SELECT ${ref.workspaceId}::uuid, ${ref.runId}::uuid, last_event_seq, 'node.delta', ${ref.nodeId},
             ${attempt}::int, jsonb_build_object('text', ${text}::text), clock_timestamp() FROM counter
      RETURNING seq
    )
    SELECT seq FROM line`;
  if (rows.length === 0) return false;
  ringAfterCommit(tx, "run_events", ref.runId);
  return true;
}
