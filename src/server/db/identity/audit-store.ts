import { type ApiTokenId, type UserId, type WorkspaceId, workspaceIdSchema } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";
import type { TenantTransaction, UserTransaction } from "../driver/with-tenant.ts";

/** Who did what to what. `detail` names what changed and never contains a secret. */
export interface NewAuditEvent {
  /** A UUID of version 7, so sorting by id is chronological. */
  readonly id: string;
  readonly workspaceId: WorkspaceId;
  readonly actorUserId: UserId | null;
  readonly actorTokenId: ApiTokenId | null;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly detail: JsonObject;
}

export interface AuditEvent extends Omit<NewAuditEvent, "workspaceId"> {
  readonly actorName: string | null;
  readonly createdAtMs: number;
}

/** Must run in the transaction of the change itself, so that neither exists without the other. */
export async function appendAuditEvent(tx: TenantSql, event: NewAuditEvent): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO audit_events (id, workspace_id, actor_user_id, actor_token_id, action, subject_type, subject_id, detail)
    VALUES (${event.id}::uuid, ${event.workspaceId}::uuid, ${event.actorUserId}::uuid, ${event.actorTokenId}::uuid,
            ${event.action}, ${event.subjectType}, ${event.subjectId}, ${JSON.stringify(event.detail)}::jsonb)`;
}

/** Like `appendAuditEvent`, unless the same actor did the same to the same subject within the last minutes. */
export async function appendAuditEventUnlessRecent(
  tx: TenantSql,
  event: NewAuditEvent,
  minutes: number,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO audit_events (id, workspace_id, actor_user_id, actor_token_id, action, subject_type, subject_id, detail)
    SELECT ${event.id}::uuid, ${event.workspaceId}::uuid, ${event.actorUserId}::uuid, ${event.actorTokenId}::uuid,
           ${event.action}, ${event.subjectType}, ${event.subjectId}, ${JSON.stringify(event.detail)}::jsonb
     WHERE NOT EXISTS (
       SELECT FROM audit_events e
        WHERE e.workspace_id = ${event.workspaceId}::uuid
          AND e.created_at > now() - make_interval(mins => ${minutes}::int)
          AND e.subject_id = ${event.subjectId} AND e.action = ${event.action}
          AND e.actor_user_id IS NOT DISTINCT FROM ${event.actorUserId}::uuid
          AND e.actor_token_id IS NOT DISTINCT FROM ${event.actorTokenId}::uuid)`;
}

/** Appends an event in every workspace that a person is a member of, each under that tenant's own setting. */
export async function appendToEachWorkspace(
  tx: UserTransaction,
  userId: UserId,
  eventOf: (workspaceId: WorkspaceId) => NewAuditEvent,
): Promise<void> {
  const rows = await tx.$queryRaw<{ workspaceId: string }[]>`
    SELECT workspace_id AS "workspaceId" FROM members WHERE user_id = ${userId}::uuid`;
  for (const row of rows) {
    const workspaceId = workspaceIdSchema.parse(row.workspaceId);
    await tx.$queryRaw`SELECT set_config('app.workspace_id', ${workspaceId}, true)`;
    await appendAuditEvent(tx as unknown as TenantTransaction, eventOf(workspaceId));
  }
  await tx.$queryRaw`SELECT set_config('app.workspace_id', '', true)`;
}

export interface AuditFilter {
  readonly actorUserId: UserId | null;
  readonly action: string | null;
}

/** Newest first, older than the event `before`. Ids grow with time, so they give the order. */
export async function listAuditEvents(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  filter: AuditFilter,
  page: { readonly before: string | null; readonly limit: number },
): Promise<readonly AuditEvent[]> {
  return tx.$queryRaw<AuditEvent[]>`
    /* planned each time */ SELECT e.id, e.actor_user_id AS "actorUserId", e.actor_token_id AS "actorTokenId",
           coalesce(u.name, u.email) AS "actorName", e.action, e.subject_type AS "subjectType",
           e.subject_id AS "subjectId", e.detail, (extract(epoch FROM e.created_at) * 1000)::float8 AS "createdAtMs"
      FROM audit_events e LEFT JOIN users u ON u.id = e.actor_user_id
     WHERE e.workspace_id = ${workspaceId}::uuid
       AND (${filter.actorUserId}::uuid IS NULL OR e.actor_user_id = ${filter.actorUserId}::uuid)
       AND (${filter.action}::text IS NULL OR e.action = ${filter.action}::text)
       AND (${page.before}::uuid IS NULL OR e.id < ${page.before}::uuid)
     ORDER BY e.id DESC LIMIT ${page.limit}`;
}
