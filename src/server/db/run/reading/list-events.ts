import type { RunEvent } from "#core/events/run-event.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { ValueRoom } from "#core/run/value-room.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

interface EventRow {
  readonly seq: number;
  readonly atMs: number;
  readonly type: string;
  readonly nodeId: string | null;
  readonly attempt: number | null;
  readonly payload: JsonObject;
  readonly output: Json;
  readonly outputLeftOut: boolean;
  readonly toldBytes: number;
}

/** How far a run's log goes. */
export interface LogEnd {
  readonly status: RunStatus;
  readonly lastSeq: number;
}

/** A part of a run's log, with the run's status as it was when that part was read. */
export interface EventPage extends LogEnd {
  readonly events: readonly RunEvent[];
  /** How long the outputs in it are as JSON. */
  readonly outputBytes: number;
}

/** How much is read at a time. */
export interface EventRoom {
  readonly lines: number;
  /** Of lines and outputs; one line more is read than they may take, so that a reader always gets on. */
  readonly bytes: number;
  readonly outputs: ValueRoom;
}

/** Null when the workspace has no such run. */
export async function findLogEnd(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<LogEnd | null> {
  const runs = await tx.$queryRaw<LogEnd[]>`
    SELECT status, last_event_seq::float8 AS "lastSeq" FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  return runs[0] ?? null;
}

/**
 * Lines after `afterSeq`, oldest first, as many as there is room for. A completed node's output is joined from its node
 * run, where it is kept once. Null when the workspace has no such run. All is asked for at once, the end first: what is
 * read of the log goes at least as far as that says.
 */
export async function listEvents(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  afterSeq: number,
  room: EventRoom,
): Promise<EventPage | null> {
  const [run, rows] = await Promise.all([
    findLogEnd(tx, workspaceId, runId),
    listLines(tx, workspaceId, runId, afterSeq, room),
  ]);
  if (run === null) return null;
  const outputBytes = rows.reduce((sum, { toldBytes }) => sum + toldBytes, 0);
  return { ...run, events: rows.map(toEvent), outputBytes };
}

function listLines(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  afterSeq: number,
  { lines, bytes, outputs: { eachBytes, totalBytes } }: EventRoom,
): Promise<readonly EventRow[]> {
  return tx.$queryRaw<EventRow[]>`
    SELECT seq::float8 AS seq, (extract(epoch FROM created_at) * 1000)::float8 AS "atMs", type, node_id AS "nodeId",
           attempt, payload, CASE WHEN is_told THEN output END AS output, NOT is_told AS "outputLeftOut",
           (CASE WHEN is_told THEN small_bytes ELSE 0 END)::float8 AS "toldBytes"
      FROM (SELECT *, small_bytes IS NOT NULL AND sum(coalesce(small_bytes, 0)) OVER line <= ${totalBytes}::bigint AS is_told,
                   sum(coalesce(small_bytes, 0) + payload_bytes) OVER line - coalesce(small_bytes, 0) - payload_bytes AS before_bytes
              FROM (SELECT e.seq, e.created_at, e.type, e.node_id, e.attempt, e.payload, n.output,
                           octet_length(e.payload::text) AS payload_bytes,
                           CASE WHEN coalesce(n.output_bytes, 0) <= ${eachBytes}::bigint THEN coalesce(n.output_bytes, 0) END AS small_bytes
                      FROM run_events e
                      LEFT JOIN node_runs n ON e.type = 'node.completed' AND n.workspace_id = e.workspace_id AND n.run_id = e.run_id
                                           AND n.node_id = e.node_id
                     WHERE e.workspace_id = ${workspaceId}::uuid AND e.run_id = ${runId}::uuid AND e.seq > ${afterSeq}
                     ORDER BY e.seq LIMIT ${lines}) AS sized
            WINDOW line AS (ORDER BY seq)) AS told
     WHERE before_bytes <= ${bytes}::bigint
     ORDER BY seq`;
}

/** The log is written by this application alone, so its lines are trusted when they are read. */
function toEvent(row: EventRow): RunEvent {
  return {
    ...row.payload,
    type: row.type,
    seq: row.seq,
    atMs: Math.round(row.atMs),
    ...(row.nodeId === null ? {} : { nodeId: row.nodeId }),
    ...(row.attempt === null ? {} : { attempt: row.attempt }),
    ...(row.type === "node.completed" ? outputOf(row) : {}),
  } as RunEvent;
}

function outputOf({ output, outputLeftOut }: EventRow): { output: Json } | { outputLeftOut: true } {
  return outputLeftOut ? { outputLeftOut: true } : { output };
}
