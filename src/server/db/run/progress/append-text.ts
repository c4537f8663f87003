import type { WorkspaceId } from "#core/ids.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import { attemptMark } from "#core/run/state-codec.ts";
import { ringAfterCommit } from "#server/db/bell.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A piece of an attempt's text, which counts only while the attempt holds its lease. */
export interface TextPiece {
  readonly ref: NodeRunRef;
  readonly attempt: number;
  readonly leaseToken: string;
  readonly text: string;
}

/**
 * Appends one piece of an attempt's text to the log in one statement, and rings the bell. It takes its number from the
 * run's counter, so every reader sees a run's lines in commit order. Returns false when the attempt no longer holds its
 * lease: a zombie's text never reaches the log, even if it waited for the run's row lock while the attempt was taken
 * over. For that case the attempt is checked again after the lock.
 */
export async function appendText(
  tx: TenantSql,
  { ref, attempt, leaseToken, text }: TextPiece,
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

/**
 * The same for pieces of different runs of a workspace, one of each: they share a transaction and the set-up cost of a
 * statement. A first statement locks the runs in the order of their ids, as everywhere, so the second reads current
 * rows. Issue nothing between the two: they are sent together.
 */
export async function appendTexts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pieces: readonly TextPiece[],
): Promise<void> {
  const runIds = pieces.map(({ ref }) => ref.runId);
  const nodeIds = pieces.map(({ ref }) => ref.nodeId);
  const attempts = pieces.map(({ attempt }) => attempt);
  const tokens = pieces.map(({ leaseToken }) => leaseToken);
  const marks = pieces.map(({ ref, attempt }) => attemptMark(ref.nodeId, attempt));
  const texts = pieces.map(({ text }) => text);
  for (const runId of runIds) ringAfterCommit(tx, "run_events", runId);
  await Promise.all([
    tx.$executeRaw`
      SELECT id FROM runs WHERE workspace_id = ${workspaceId}::uuid AND id = ANY(${runIds}::uuid[])
       ORDER BY id FOR NO KEY UPDATE`,
    tx.$executeRaw`
      WITH piece AS (
        SELECT * FROM unnest(${runIds}::uuid[], ${nodeIds}::text[], ${attempts}::int[], ${tokens}::uuid[], ${marks}::text[],
                             ${texts}::text[]) AS p(run_id, node_id, number, lease_token, mark, text)
      ), held AS (
        SELECT p.* FROM piece p, attempts a
         WHERE a.workspace_id = ${workspaceId}::uuid AND a.run_id = ANY(${runIds}::uuid[]) AND a.run_id = p.run_id
           AND a.node_id = p.node_id AND a.number = p.number AND a.status = 'running' AND a.lease_token = p.lease_token
      ), counter AS (
        UPDATE runs r SET last_event_seq = r.last_event_seq + 1 FROM held h
         WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ANY(${runIds}::uuid[]) AND r.id = h.run_id
           AND strpos(r.frontier, h.mark) > 0
        RETURNING r.id, r.last_event_seq, h.node_id, h.number, h.text
      )
      INSERT INTO run_events (workspace_id, run_id, seq, type, node_id, attempt, payload, created_at)
      SELECT ${workspaceId}::uuid, id, last_event_seq, 'node.delta', node_id, number, jsonb_build_object('text', text),
             clock_timestamp() FROM counter`,
  ]);
}
