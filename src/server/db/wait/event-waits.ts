import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** An event as a wait passes it on. */
export interface WaitedEvent {
  readonly id: string;
  readonly name: string;
  readonly data: Json;
  readonly sentAtMs: number;
}

/** The event that has arrived for a wait whose run has not continued yet. Null: none. */
export async function findEventOfWait(tx: TenantSql, ref: NodeRunRef): Promise<WaitedEvent | null> {
  const rows = await tx.$queryRaw<WaitedEvent[]>`
    SELECT e.id, e.name, e.data, (extract(epoch FROM e.created_at) * 1000)::float8 AS "sentAtMs"
      FROM waits w JOIN events e ON e.workspace_id = w.workspace_id AND e.id = w.event_id
     WHERE w.workspace_id = ${ref.workspaceId}::uuid AND w.run_id = ${ref.runId}::uuid AND w.node_id = ${ref.nodeId}`;
  return rows[0] ?? null;
}

/** An open wait for an event of a name. */
export interface EventWait {
  readonly id: string;
  readonly runId: RunId;
  readonly nodeId: string;
  readonly match: string | null;
  readonly sees: JsonObject;
}

/** The open wait of a node. Null where it has none, or already has its event. */
export async function findEventWait(tx: TenantSql, ref: NodeRunRef): Promise<EventWait | null> {
  const rows = await tx.$queryRaw<EventWait[]>`
    SELECT id, run_id AS "runId", node_id AS "nodeId", match, sees FROM waits
     WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND node_id = ${ref.nodeId}
       AND ending IS NULL AND event_id IS NULL AND kind = 'event'`;
  return rows[0] ?? null;
}

/** Open waits for an event of this name, oldest first, after the given one. */
export async function listEventWaits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  name: string,
  after: string | null,
  limit: number,
): Promise<readonly EventWait[]> {
  return tx.$queryRaw<EventWait[]>`
    SELECT id, run_id AS "runId", node_id AS "nodeId", match, sees FROM waits
     WHERE workspace_id = ${workspaceId}::uuid AND event_name = ${name} AND ending IS NULL AND event_id IS NULL AND kind = 'event'
       AND (${after}::uuid IS NULL OR id > ${after}::uuid)
     ORDER BY id LIMIT ${limit}`;
}

/**
 * Gives an event to waits that are still open, and makes them due. Returns the ids of those that took it; the others
 * have ended meanwhile. Their runs' rows are not locked: each run continues in a step of its own.
 */
export async function giveEvent(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  eventId: string,
  waits: readonly EventWait[],
): Promise<ReadonlySet<string>> {
  if (waits.length === 0) return new Set();
  const ids = waits.map(({ id }) => id);
  // The rows in the order in which a step of their run writes them.
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH due AS (
      UPDATE node_runs n SET wake_at = clock_timestamp() FROM waits w
       WHERE w.workspace_id = ${workspaceId}::uuid AND w.id = ANY(${ids}::uuid[]) AND n.workspace_id = w.workspace_id
         AND n.run_id = w.run_id AND n.node_id = w.node_id AND n.status = 'waiting'
      RETURNING w.id)
    UPDATE waits w SET event_id = ${eventId}::uuid FROM due
     WHERE w.workspace_id = ${workspaceId}::uuid AND w.id = due.id AND w.ending IS NULL AND w.event_id IS NULL
    RETURNING w.id`;
  const runIds = [...new Set(waits.map(({ runId }) => runId))];
  await tx.$executeRaw`
    UPDATE system.open_runs SET check_at = least(check_at, clock_timestamp() + interval '5 seconds')
     WHERE run_id = ANY(${runIds}::uuid[]) AND deadline_at IS DISTINCT FROM 'infinity'`;
  return new Set(rows.map(({ id }) => id));
}
