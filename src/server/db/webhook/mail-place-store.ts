import type { UserId, WebhookEndpointId, WorkspaceId } from "#core/ids.ts";
import type { Role } from "#core/policy/roles.ts";
import type { WebhookOffReason } from "#core/policy/webhook.ts";
import type { Deciders } from "#core/waits/words.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** A member, and the notices they have chosen to get by mail. */
export interface MailedMember {
  readonly userId: UserId;
  readonly role: Role;
  /** In lower case. */
  readonly address: string;
  /** Types of notices. Null: they have chosen nothing. */
  readonly chosen: readonly string[] | null;
  readonly isOff: boolean;
}

export function listMailedMembers(tx: TenantSql, workspaceId: WorkspaceId): Promise<readonly MailedMember[]> {
  return tx.$queryRaw<MailedMember[]>`
    SELECT m.user_id AS "userId", m.role, lower(u.email) AS address, CASE WHEN NOT e.is_usual THEN e.types END AS chosen, e.off_since IS NOT NULL AS "isOff"
      FROM members m JOIN users u ON u.id = m.user_id
      LEFT JOIN webhook_endpoints e ON e.workspace_id = m.workspace_id AND e.user_id = m.user_id
     WHERE m.workspace_id = ${workspaceId}::uuid ORDER BY m.user_id`;
}

/** The state of a member's mails. Times are milliseconds since the epoch. */
export interface MailPlace {
  readonly address: string;
  readonly chosen: readonly string[] | null;
  /** Null: mails are on. */
  readonly offSinceMs: number | null;
  readonly offReason: WebhookOffReason | null;
  /** Why the last try failed. Null: it succeeded, or there was none. */
  readonly lastError: string | null;
}

/** Null for somebody who is not a member. */
export async function readMailPlace(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<MailPlace | null> {
  const rows = await tx.$queryRaw<MailPlace[]>`
    SELECT u.email AS address, CASE WHEN NOT e.is_usual THEN e.types END AS chosen, (extract(epoch FROM e.off_since) * 1000)::float8 AS "offSinceMs",
           e.off_reason AS "offReason",
           (SELECT d.tries -> -1 ->> 'error' FROM webhook_deliveries d
             WHERE d.workspace_id = e.workspace_id AND d.endpoint_id = e.id AND e.failing_since IS NOT NULL AND d.tries <> '[]'
             ORDER BY d.id DESC LIMIT 1) AS "lastError"
      FROM members m JOIN users u ON u.id = m.user_id
      LEFT JOIN webhook_endpoints e ON e.workspace_id = m.workspace_id AND e.user_id = m.user_id
     WHERE m.workspace_id = ${workspaceId}::uuid AND m.user_id = ${userId}::uuid`;
  return rows[0] ?? null;
}

/** The row of a member's mails, inserted if absent. */
export async function giveMailPlace(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userId: UserId,
  newId: WebhookEndpointId,
): Promise<WebhookEndpointId> {
  const [row] = await tx.$queryRaw<{ id: WebhookEndpointId }[]>`
    WITH made AS (
      INSERT INTO webhook_endpoints (workspace_id, id, kind, user_id, is_usual, types, url, created_by)
      VALUES (${workspaceId}::uuid, ${newId}::uuid, 'mail', ${userId}::uuid, true, '{}', '', ${userId}::uuid)
          ON CONFLICT (workspace_id, user_id) DO NOTHING RETURNING id)
    SELECT id FROM made UNION ALL
    SELECT id FROM webhook_endpoints WHERE workspace_id = ${workspaceId}::uuid AND user_id = ${userId}::uuid LIMIT 1`;
  return row?.id ?? newId;
}

/** Sets which notices a member gets by mail; turns mails on again if they were off. */
export async function chooseMails(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
  types: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_endpoints
       SET types = ${[...types]}::text[], is_usual = false, off_since = NULL, off_reason = NULL, failing_since = NULL
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
}

/** Who may decide an open wait. */
export interface OpenDecision {
  readonly deciders: Deciders;
  readonly noSelfApproval: boolean;
  readonly startedByUserId: UserId | null;
}

/** Null when it has ended. */
export async function readOpenDecision(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  waitId: string,
): Promise<OpenDecision | null> {
  const rows = await tx.$queryRaw<OpenDecision[]>`
    SELECT w.deciders, w.no_self_approval AS "noSelfApproval", r.started_by_user AS "startedByUserId"
      FROM waits w JOIN runs r ON r.workspace_id = w.workspace_id AND r.id = w.run_id
     WHERE w.workspace_id = ${workspaceId}::uuid AND w.id = ${waitId}::uuid AND w.ending IS NULL`;
  return rows[0] ?? null;
}

/** A webhook that was turned off, with its workspace's slug. Null when it was deleted or is on again. */
export async function readWebhookOff(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: string,
): Promise<{ readonly url: string; readonly offReason: WebhookOffReason } | null> {
  const rows = await tx.$queryRaw<{ url: string; offReason: WebhookOffReason }[]>`
    SELECT url, off_reason AS "offReason" FROM webhook_endpoints
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND off_since IS NOT NULL`;
  return rows[0] ?? null;
}
