import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

interface EarlierEvents {
  /** Whose wait looks back: the event that started this run, and those that its waits have taken, are left out. */
  readonly runId: RunId;
  readonly name: string;
  readonly withinMs: number;
  /** Of those that came within that time, only so many of the last. */
  readonly most: number;
  readonly from: number;
  readonly limit: number;
}

/** Events of a name that came within so much time from now, the first one first. */
export async function listEarlierEvents(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, name, withinMs, most, from, limit }: EarlierEvents,
): Promise<readonly { readonly id: string; readonly data: Json }[]> {
  return tx.$queryRaw<{ id: string; data: Json }[]>`
    SELECT id, data FROM (
      SELECT e.id, e.data, e.created_at FROM events e
       WHERE e.workspace_id = ${workspaceId}::uuid AND e.name = ${name}
         AND e.created_at >= clock_timestamp() - make_interval(secs => ${withinMs / 1000}::float8)
         AND NOT EXISTS (SELECT FROM waits w
                          WHERE w.workspace_id = e.workspace_id AND w.event_id = e.id AND w.run_id = ${runId}::uuid)
         AND NOT EXISTS (SELECT FROM trigger_firings f
                          WHERE f.workspace_id = e.workspace_id AND f.run_id = ${runId}::uuid AND f.occurrence_key = e.id::text)
       ORDER BY e.created_at DESC, e.id DESC LIMIT ${most}) AS last
     ORDER BY created_at, id LIMIT ${limit} OFFSET ${from}`;
}
