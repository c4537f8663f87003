import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";
import type { StoredTrigger } from "./trigger-store.ts";

/** An event as its sender sees it. */
export interface SentEvent {
  readonly eventId: string;
  /** How many triggers and waits it matched. */
  readonly matched: number;
}

interface NewEvent {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly data: Json;
  /** The node that sends it. Null: a person or a program does. */
  readonly node: { readonly runId: RunId; readonly nodeId: string } | null;
}

/** An event that was sent before. */
interface KnownEvent extends SentEvent {
  readonly name: string;
  readonly data: Json;
  /** The run whose node sent it. Null: a person or a program did. */
  readonly runId: RunId | null;
  /** Its data was deleted: `data` is null. */
  readonly isDataDeleted: boolean;
}

/** Stores an event. False when its key was used before: see `findEvent`. */
export async function insertEvent(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  event: NewEvent,
): Promise<boolean> {
  const { id, key, name, data, node } = event;
  const count = await tx.$executeRaw`
    INSERT INTO events (workspace_id, id, key, name, data, matched, run_id, node_id)
    VALUES (${workspaceId}::uuid, ${id}::uuid, ${key}, ${name}, ${JSON.stringify(data)}::jsonb, 0,
            ${node?.runId ?? null}::uuid, ${node?.nodeId ?? null})
    ON CONFLICT (workspace_id, key) DO NOTHING`;
  return count === 1;
}

export async function setMatched(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  eventId: string,
  matched: number,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE events SET matched = ${matched} WHERE workspace_id = ${workspaceId}::uuid AND id = ${eventId}::uuid`;
}

/** The event of a key, with its name, so that another event under the same key is noticed. */
export async function findEvent(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  key: string,
): Promise<KnownEvent | null> {
  const rows = await tx.$queryRaw<KnownEvent[]>`
    SELECT id AS "eventId", matched, name, data, run_id AS "runId", data_deleted_at IS NOT NULL AS "isDataDeleted"
      FROM events
     WHERE workspace_id = ${workspaceId}::uuid AND key = ${key}`;
  return rows[0] ?? null;
}

/**
 * The active triggers for an event of this name. Always in the same order, so that concurrent events do not deadlock.
 */
export async function listEventTriggers(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  name: string,
  limit: number,
): Promise<readonly StoredTrigger[]> {
  return tx.$queryRaw<StoredTrigger[]>`
    SELECT t.id, t.pipeline_id AS "pipelineId", t.key, t.config, t.is_on AS "isOn", false AS "isArchived",
           t.hook_id AS "hookId", (extract(epoch FROM t.paused_at) * 1000)::float8 AS "pausedAtMs",
           t.pause_reason AS "pauseReason", (extract(epoch FROM t.counted_from) * 1000)::float8 AS "countedFromMs",
           (extract(epoch FROM t.evaluated_until) * 1000)::float8 AS "evaluatedUntilMs"
      FROM triggers t JOIN pipelines p ON p.workspace_id = t.workspace_id AND p.id = t.pipeline_id
     WHERE t.workspace_id = ${workspaceId}::uuid AND t.kind = 'event' AND t.is_on AND t.config ->> 'name' = ${name}
       AND p.archived_at IS NULL
     ORDER BY t.pipeline_id, t.id LIMIT ${limit}`;
}
