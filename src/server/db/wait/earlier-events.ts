import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

interface EarlierEvents {
  /** The run whose wait looks back: events that started it, or that its waits have taken, are left out. */
  readonly runId: RunId;
  readonly name: string;
  readonly withinMs: number;
  /** At most this many of the events within that time, the latest ones. */
  readonly most: number;
}

/** Ids of the events of a name within that time before now, oldest first. */
export async function listEarlierEvents(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, name, withinMs, most }: EarlierEvents,
): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM events e
     WHERE e.workspace_id = ${workspaceId}::uuid AND e.name = ${name}
       AND e.created_at >= statement_timestamp() - make_interval(secs => ${withinMs / 1000}::float8)
       AND NOT EXISTS (SELECT FROM waits w
                        WHERE w.workspace_id = e.workspace_id AND w.event_id = e.id AND w.run_id = ${runId}::uuid)
       -- A run that this very transaction starts is not recorded with its firing yet.
       AND NOT EXISTS (SELECT FROM runs r
                         JOIN runs root ON root.workspace_id = r.workspace_id AND root.id = coalesce(r.root_run_id, r.id)
                         JOIN trigger_firings f ON f.workspace_id = root.workspace_id AND f.trigger_id = root.trigger_id
                                               AND f.occurrence_key = e.id::text
                        WHERE r.workspace_id = e.workspace_id AND r.id = ${runId}::uuid
                          AND (f.run_id = root.id OR (f.run_id IS NULL AND f.outcome = 'started')))
     ORDER BY e.created_at DESC, e.id DESC LIMIT ${most}`;
  return rows.map(({ id }) => id).toReversed();
}

export interface EarlierEvent {
  readonly id: string;
  readonly data: Json;
  /** Of its data, as text. */
  readonly characters: number;
}

/** The data of events, in the order of their ids in the list. */
export async function readEventPayloads(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<readonly EarlierEvent[]> {
  return tx.$queryRaw<EarlierEvent[]>`
    SELECT e.id, e.data, length(e.data::text) AS characters
      FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS asked(id, place)
      JOIN events e ON e.workspace_id = ${workspaceId}::uuid AND e.id = asked.id
     ORDER BY asked.place`;
}
