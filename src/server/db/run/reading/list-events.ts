import type { RunEvent } from "#core/events/run-event.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { ValueRoom } from "#core/run/value-room.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

interface EventRow {
  /** The index of the look that it answers, from 1. */
  readonly look: number;
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

/** Part of a run's log, with the run's status at the time it was read. */
export interface EventPage extends LogEnd {
  readonly events: readonly RunEvent[];
  /** The size of the outputs in it, as JSON. */
  readonly outputBytes: number;
}

/** How much is read at a time. */
export interface EventRoom {
  readonly lines: number;
  /** For lines and outputs. One line beyond it is read, so that a reader always progresses. */
  readonly bytes: number;
  readonly outputs: ValueRoom;
}

/** One reader's request: lines after `afterSeq`, oldest first, as many as there is room for. */
export interface LogLook {
  readonly runId: RunId;
  readonly afterSeq: number;
  readonly room: EventRoom;
}

interface RunEnd extends LogEnd {
  readonly runId: RunId;
}

/** Null when the workspace has no such run. */
export async function findLogEnd(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<LogEnd | null> {
  return (await listLogEnds(tx, workspaceId, [runId]))[0] ?? null;
}

function listLogEnds(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runIds: readonly RunId[],
): Promise<readonly RunEnd[]> {
  return tx.$queryRaw<RunEnd[]>`
    SELECT id AS "runId", status, last_event_seq::float8 AS "lastSeq" FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND id = ANY(${runIds}::uuid[])`;
}

/**
 * Answers each look, in the same order; null when the workspace has no such run. A completed node's output is joined
 * from its node run, the only place that stores it. All queries are issued together, the ends first, so the lines read
 * reach at least as far as the reported end.
 */
export async function listRunEvents(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  looks: readonly LogLook[],
): Promise<readonly (EventPage | null)[]> {
  const runIds = looks.map(({ runId }) => runId);
  const [ends, rows] = await Promise.all([
    listLogEnds(tx, workspaceId, runIds),
    listLines(tx, workspaceId, looks),
  ]);
  const rowsOf = Map.groupBy(rows, ({ look }) => look);
  return looks.map(({ runId }, index) => {
    const end = ends.find((one) => one.runId === runId);
    if (end === undefined) return null;
    const own = rowsOf.get(index + 1) ?? [];
    const outputBytes = own.reduce((sum, { toldBytes }) => sum + toldBytes, 0);
    return { status: end.status, lastSeq: end.lastSeq, events: own.map(toEvent), outputBytes };
  });
}

/**
 * As rows of a function, for which PostgreSQL always assumes a hundred: with lists of values it would expect fewer rows
 * for the actual list than in general, and plan again each time, which takes longer than reading.
 */
function listLines(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  looks: readonly LogLook[],
): Promise<readonly EventRow[]> {
  return tx.$queryRaw<EventRow[]>`
    SELECT look, seq::float8 AS seq, (extract(epoch FROM created_at) * 1000)::float8 AS "atMs", type,
           node_id AS "nodeId", attempt, payload, CASE WHEN is_told THEN output END AS output,
           NOT is_told AS "outputLeftOut", (CASE WHEN is_told THEN small_bytes ELSE 0 END)::float8 AS "toldBytes"
      FROM jsonb_to_recordset(${JSON.stringify(looks.map(toLookRow))}::jsonb)
             AS l(look int, run_id uuid, after_seq bigint, lines int, bytes bigint, each_bytes bigint, total_bytes bigint),
           LATERAL (
             SELECT *, small_bytes IS NOT NULL AND sum(coalesce(small_bytes, 0)) OVER line <= l.total_bytes AS is_told,
                    sum(coalesce(small_bytes, 0) + payload_bytes) OVER line - coalesce(small_bytes, 0) - payload_bytes AS before_bytes
               FROM (SELECT e.seq, e.created_at, e.type, e.node_id, e.attempt, e.payload, n.output,
                            octet_length(e.payload::text) AS payload_bytes,
                            CASE WHEN coalesce(n.output_bytes, 0) <= l.each_bytes THEN coalesce(n.output_bytes, 0) END AS small_bytes
                       FROM run_events e
                       LEFT JOIN node_runs n ON e.type = 'node.completed' AND n.workspace_id = e.workspace_id
                                            AND n.run_id = e.run_id AND n.node_id = e.node_id
                      WHERE e.workspace_id = ${workspaceId}::uuid AND e.run_id = l.run_id AND e.seq > l.after_seq
                      ORDER BY e.seq LIMIT l.lines) AS sized
             WINDOW line AS (ORDER BY seq)) AS told
     WHERE before_bytes <= l.bytes
     ORDER BY look, seq`;
}

function toLookRow({ runId, afterSeq, room: { lines, bytes, outputs } }: LogLook, index: number) {
  return {
    look: index + 1,
    run_id: runId,
    after_seq: afterSeq,
    lines,
    bytes,
    each_bytes: outputs.eachBytes,
    total_bytes: outputs.totalBytes,
  };
}

/** Only this application writes the log, so its lines are trusted when read. */
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
