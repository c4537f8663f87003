import type { WebhookEndpointId, WorkspaceId } from "#core/ids.ts";
import type { NoticeType } from "#core/policy/webhook.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";
import type { SystemTransaction } from "../driver/with-tenant.ts";

/** Something that has happened and that an address wants to know; the database records it in the same transaction. */
export interface WebhookNotice {
  readonly type: NoticeType;
  /** The run, the wait, the budget or the webhook. */
  readonly subjectId: string;
  /** The window of a budget, or when a webhook was turned off; otherwise empty. */
  readonly detail: string;
  readonly notedAtMs: number;
}

/** Workspaces with unprocessed notices, oldest notice first. */
export async function listNoticedWorkspaces(
  tx: SystemTransaction,
  limit: number,
): Promise<readonly WorkspaceId[]> {
  const rows = await tx.$queryRaw<{ workspaceId: WorkspaceId }[]>`
    SELECT workspace_id AS "workspaceId" FROM (SELECT workspace_id, id FROM system.webhook_notices ORDER BY id LIMIT ${limit}) first
     GROUP BY workspace_id ORDER BY min(id)`;
  return rows.map(({ workspaceId }) => workspaceId);
}

/** Takes notices of the workspace, to write their messages in the same transaction. Each goes to one caller. */
export function takeNotices(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  limit: number,
): Promise<readonly WebhookNotice[]> {
  return tx.$queryRaw<WebhookNotice[]>`
    WITH taken AS (
      DELETE FROM system.webhook_notices
       WHERE id IN (SELECT id FROM system.webhook_notices WHERE workspace_id = ${workspaceId}::uuid
                     ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING *)
    SELECT type, subject_id AS "subjectId", detail, (extract(epoch FROM noted_at) * 1000)::float8 AS "notedAtMs"
      FROM taken ORDER BY id`;
}

/** The addresses that want these notices. */
export async function listListeners(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  type: NoticeType,
): Promise<readonly WebhookEndpointId[]> {
  const rows = await tx.$queryRaw<{ id: WebhookEndpointId }[]>`
    SELECT id FROM webhook_endpoints
     WHERE workspace_id = ${workspaceId}::uuid AND kind = 'http' AND off_since IS NULL AND ${type} = ANY(types) ORDER BY id`;
  return rows.map(({ id }) => id);
}
