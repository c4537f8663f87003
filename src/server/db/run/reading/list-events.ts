import type { RunEvent } from "#core/events/run-event.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

interface EventRow {
  readonly seq: number;
  readonly atMs: number;
  readonly type: string;
  readonly nodeId: string | null;
  readonly iteration: number | null;
  readonly attempt: number | null;
  readonly payload: JsonObject;
  readonly output: Json;
}

/** A part of a run's log, with the run's status as it was when that part was read. */
export interface EventPage {
  readonly status: RunStatus;
  readonly lastSeq: number;
  readonly events: readonly RunEvent[];
}

/**
 * Lines after `afterSeq`, oldest first, at most `limit`. A completed node's output is joined from its node run,
 * where it is kept once. Null when the workspace has no such run.
 */
export async function listEvents(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  afterSeq: number,
  limit: number,
): Promise<EventPage | null> {
  const runs = await tx.$queryRaw<{ status: RunStatus; lastSeq: number }[]>`
    SELECT status, last_event_seq::float8 AS "lastSeq" FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  const run = runs[0];
  if (run === undefined) return null;
  if (run.lastSeq <= afterSeq) return { ...run, events: [] };
  const rows = await tx.$queryRaw<EventRow[]>`
    SELECT e.seq::float8 AS seq, (extract(epoch FROM e.created_at) * 1000)::float8 AS "atMs", e.type, e.node_id AS "nodeId",
           e.iteration, e.attempt, e.payload, n.output
      FROM run_events e
      LEFT JOIN node_runs n ON e.type = 'node.completed' AND n.workspace_id = e.workspace_id AND n.run_id = e.run_id
                           AND n.node_id = e.node_id AND n.iteration = e.iteration
     WHERE e.workspace_id = ${workspaceId}::uuid AND e.run_id = ${runId}::uuid AND e.seq > ${afterSeq}
     ORDER BY e.seq LIMIT ${limit}`;
  return { ...run, events: rows.map(toEvent) };
}

/** The log is written by this application alone, so its lines are trusted when they are read. */
function toEvent(row: EventRow): RunEvent {
  return {
    ...row.payload,
    type: row.type,
    seq: row.seq,
    atMs: Math.round(row.atMs),
    ...(row.nodeId === null ? {} : { nodeId: row.nodeId, iteration: row.iteration ?? 0 }),
    ...(row.attempt === null ? {} : { attempt: row.attempt }),
    ...(row.type === "node.completed" ? { output: row.output } : {}),
  } as RunEvent;
}
