import type { UserId, WebhookDeliveryId, WebhookEndpointId, WorkspaceId } from "#core/ids.ts";
import type { DeliveryStatus } from "#core/policy/webhook.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** One try to deliver a message. */
export interface WebhookTry {
  readonly atMs: number;
  readonly tookMs: number;
  /** The receiver's HTTP status. Null: no answer. */
  readonly status: number | null;
  /** What went wrong. Null: the message was accepted. */
  readonly error: string | null;
}

/** A message to an address, as its log shows it. */
export interface WebhookDelivery {
  readonly deliveryId: WebhookDeliveryId;
  readonly endpointId: WebhookEndpointId;
  readonly type: string;
  /** The exact text that is sent. */
  readonly body: string;
  readonly status: DeliveryStatus;
  /** The last tries, oldest first. */
  readonly tries: readonly WebhookTry[];
  readonly nextTryAtMs: number | null;
  readonly createdAtMs: number;
}

export interface NewDelivery {
  readonly id: WebhookDeliveryId;
  readonly endpointId: WebhookEndpointId;
  readonly type: string;
  readonly occurrence: string;
  readonly body: string;
}

/** How many tries the log keeps per message. */
const keptTries = 20;

/** Adds a message to send now. An occurrence already sent to the address is not added again. */
export async function insertDelivery(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, endpointId, type, occurrence, body }: NewDelivery,
): Promise<void> {
  await tx.$executeRaw`
    WITH made AS (
      INSERT INTO webhook_deliveries (workspace_id, id, endpoint_id, type, occurrence, body, next_try_at)
      VALUES (${workspaceId}::uuid, ${id}::uuid, ${endpointId}::uuid, ${type}, ${occurrence}, ${body}, clock_timestamp())
          ON CONFLICT (workspace_id, endpoint_id, occurrence) DO NOTHING RETURNING id)
    INSERT INTO system.due_webhooks (delivery_id, workspace_id, endpoint_id)
    SELECT id, ${workspaceId}::uuid, ${endpointId}::uuid FROM made`;
}

export interface DeliveryFilter {
  readonly endpointId: WebhookEndpointId;
  /** Null: all. */
  readonly status: DeliveryStatus | null;
}

/** Messages to an address, latest first, after the given one. */
export function listDeliveries(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { endpointId, status }: DeliveryFilter,
  page: { readonly after: WebhookDeliveryId | null; readonly limit: number },
): Promise<readonly WebhookDelivery[]> {
  return tx.$queryRaw<WebhookDelivery[]>`
    /* planned each time */ SELECT id AS "deliveryId", endpoint_id AS "endpointId", type, body, status, tries,
           (extract(epoch FROM next_try_at) * 1000)::float8 AS "nextTryAtMs",
           (extract(epoch FROM created_at) * 1000)::float8 AS "createdAtMs"
      FROM webhook_deliveries
     WHERE workspace_id = ${workspaceId}::uuid AND endpoint_id = ${endpointId}::uuid
       AND (${status}::text IS NULL OR status = ${status}) AND (${page.after}::uuid IS NULL OR id < ${page.after}::uuid)
     ORDER BY id DESC LIMIT ${page.limit}`;
}

/** Everything needed to send a message. Null when it is no longer to be sent. */
export interface PendingDelivery {
  readonly endpointId: WebhookEndpointId;
  readonly url: string;
  /** The member to mail, with their current address. Null: it is sent to `url`. */
  readonly member: { readonly userId: UserId; readonly address: string } | null;
  readonly body: string;
  readonly tryCount: number;
  readonly failingSinceMs: number | null;
}

export async function readPendingDelivery(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: WebhookDeliveryId,
): Promise<PendingDelivery | null> {
  const rows = await tx.$queryRaw<PendingDelivery[]>`
    SELECT d.endpoint_id AS "endpointId", e.url, d.body, d.try_count AS "tryCount",
           CASE WHEN e.kind = 'mail' THEN jsonb_build_object('userId', u.id, 'address', u.email) END AS member,
           (extract(epoch FROM e.failing_since) * 1000)::float8 AS "failingSinceMs"
      FROM webhook_deliveries d JOIN webhook_endpoints e ON e.workspace_id = d.workspace_id AND e.id = d.endpoint_id
      LEFT JOIN users u ON u.id = e.user_id
     WHERE d.workspace_id = ${workspaceId}::uuid AND d.id = ${id}::uuid AND d.status = 'pending' AND e.off_since IS NULL`;
  return rows[0] ?? null;
}

/** How a try ended: `againAfterMs` is null where it was the last one, or the message was accepted. */
export interface SettledTry {
  readonly id: WebhookDeliveryId;
  readonly made: WebhookTry;
  readonly againAfterMs: number | null;
}

/** Records a try, and when the next one is due. False, without any change, where the message was settled meanwhile. */
export async function settleTry(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, made, againAfterMs }: SettledTry,
): Promise<boolean> {
  const outcome = made.error === null ? "delivered" : againAfterMs === null ? "failed" : "pending";
  const seconds = againAfterMs === null ? null : againAfterMs / 1000;
  const count = await tx.$executeRaw`
    UPDATE webhook_deliveries
       SET status = ${outcome}, try_count = try_count + 1,
           tries = (CASE WHEN jsonb_array_length(tries) >= ${keptTries} THEN tries - 0 ELSE tries END)
                   || ${JSON.stringify([made])}::jsonb,
           next_try_at = clock_timestamp() + make_interval(secs => ${seconds}::float8)
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND status = 'pending'`;
  if (count === 0) return false;
  await tx.$executeRaw`
    UPDATE system.due_webhooks SET due_at = clock_timestamp() + make_interval(secs => ${seconds}::float8)
     WHERE delivery_id = ${id}::uuid AND ${seconds}::float8 IS NOT NULL`;
  if (seconds === null) await dropDue(tx, id);
  return true;
}

/** It is no longer to be sent. */
export async function dropDue(tx: TenantSql, id: WebhookDeliveryId): Promise<void> {
  await tx.$executeRaw`DELETE FROM system.due_webhooks WHERE delivery_id = ${id}::uuid`;
}

/** The address of a message. Null when the workspace has no such message. */
export async function findDeliveryEndpoint(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: WebhookDeliveryId,
): Promise<WebhookEndpointId | null> {
  const rows = await tx.$queryRaw<{ endpointId: WebhookEndpointId }[]>`
    SELECT endpoint_id AS "endpointId" FROM webhook_deliveries
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
  return rows[0]?.endpointId ?? null;
}

/** Sends a message once more, with a full set of tries, however it had ended. */
export async function renewDelivery(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: WebhookDeliveryId,
  endpointId: WebhookEndpointId,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_deliveries SET status = 'pending', try_count = 0, next_try_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
  await tx.$executeRaw`
    INSERT INTO system.due_webhooks AS d (delivery_id, workspace_id, endpoint_id)
    VALUES (${id}::uuid, ${workspaceId}::uuid, ${endpointId}::uuid)
        ON CONFLICT (delivery_id) DO UPDATE SET due_at = clock_timestamp()`;
}
