import type { UserId, WebhookEndpointId, WorkspaceId } from "#core/ids.ts";
import type { WebhookOffReason, WebhookType } from "#core/policy/webhook.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** An outgoing webhook's address. Times are milliseconds since the epoch. */
export interface WebhookEndpoint {
  readonly endpointId: WebhookEndpointId;
  readonly url: string;
  readonly description: string;
  readonly types: readonly WebhookType[];
  readonly createdAtMs: number;
  /** Null: it is on. */
  readonly offSinceMs: number | null;
  readonly offReason: WebhookOffReason | null;
  /** Every try since then has failed. Null: the last one succeeded. */
  readonly failingSinceMs: number | null;
}

export interface ListedWebhookEndpoint extends WebhookEndpoint {
  /** Messages that are still to be sent or retried. */
  readonly pending: number;
}

/** The settings of an address that people choose. */
export interface EndpointWish {
  readonly url: string;
  readonly description: string;
  readonly types: readonly WebhookType[];
}

export async function insertEndpoint(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  endpoint: EndpointWish & { readonly id: WebhookEndpointId; readonly createdBy: UserId },
): Promise<void> {
  const { id, url, description, types, createdBy } = endpoint;
  await tx.$executeRaw`
    INSERT INTO webhook_endpoints (workspace_id, id, url, description, types, created_by)
    VALUES (${workspaceId}::uuid, ${id}::uuid, ${url}, ${description}, ${[...types]}::text[], ${createdBy}::uuid)`;
}

/** All of a workspace, oldest first. */
export function listEndpoints(
  tx: TenantSql,
  workspaceId: WorkspaceId,
): Promise<readonly ListedWebhookEndpoint[]> {
  return tx.$queryRaw<ListedWebhookEndpoint[]>`
    SELECT e.id AS "endpointId", e.url, e.description, e.types, (extract(epoch FROM e.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM e.off_since) * 1000)::float8 AS "offSinceMs", e.off_reason AS "offReason",
           (extract(epoch FROM e.failing_since) * 1000)::float8 AS "failingSinceMs",
           (SELECT count(*) FROM system.due_webhooks d WHERE d.endpoint_id = e.id)::int AS pending
      FROM webhook_endpoints e WHERE e.workspace_id = ${workspaceId}::uuid AND e.kind = 'http' ORDER BY e.id`;
}

/** A destination of messages, including a member who gets mail. */
export interface LockedEndpoint extends WebhookEndpoint {
  readonly kind: "http" | "mail";
}

/** Locks it until the transaction ends. Null when the workspace has none of this id. */
export async function lockEndpoint(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
): Promise<LockedEndpoint | null> {
  const rows = await tx.$queryRaw<LockedEndpoint[]>`
    SELECT id AS "endpointId", kind, url, description, types, (extract(epoch FROM created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM off_since) * 1000)::float8 AS "offSinceMs", off_reason AS "offReason",
           (extract(epoch FROM failing_since) * 1000)::float8 AS "failingSinceMs"
      FROM webhook_endpoints WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  return rows[0] ?? null;
}

export async function countEndpoints(tx: TenantSql, workspaceId: WorkspaceId): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM webhook_endpoints WHERE workspace_id = ${workspaceId}::uuid AND kind = 'http'`;
  return row?.count ?? 0;
}

export async function changeEndpoint(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
  { url, description, types }: EndpointWish,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_endpoints SET url = ${url}, description = ${description}, types = ${[...types]}::text[]
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
}

/** Turns it on: it receives what happens from now on, and its failures start from zero. */
export async function turnEndpointOn(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_endpoints SET off_since = NULL, off_reason = NULL, failing_since = NULL
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
}

/** Turns it off: nothing more is sent. Unsent messages count as failed, and can be resent by hand. */
export async function turnEndpointOff(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
  reason: WebhookOffReason,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_endpoints SET off_since = clock_timestamp(), off_reason = ${reason}
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
  await tx.$executeRaw`
    WITH undone AS (DELETE FROM system.due_webhooks WHERE endpoint_id = ${id}::uuid RETURNING delivery_id)
    UPDATE webhook_deliveries SET status = 'failed', next_try_at = NULL
     WHERE workspace_id = ${workspaceId}::uuid AND id IN (SELECT delivery_id FROM undone) AND status = 'pending'`;
}

/** Records since when every try has failed: `failing` sets the time where there is none, and a success clears it. */
export async function noteEndpointTry(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
  isFailing: boolean,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_endpoints
       SET failing_since = CASE WHEN ${isFailing}::boolean THEN coalesce(failing_since, clock_timestamp()) END
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND (failing_since IS NOT NULL OR ${isFailing}::boolean)`;
}

/** With its secrets, its log and unsent messages. False when there is none of this id. */
export async function deleteEndpoint(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    DELETE FROM webhook_endpoints WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
  if (count === 1) await tx.$executeRaw`DELETE FROM system.due_webhooks WHERE endpoint_id = ${id}::uuid`;
  return count === 1;
}
