import type { WebhookDeliveryId, WebhookEndpointId, WorkspaceId } from "#core/ids.ts";
import type { SystemTransaction } from "../driver/with-tenant.ts";

export interface DueWebhook {
  readonly deliveryId: WebhookDeliveryId;
  readonly workspaceId: WorkspaceId;
  readonly endpointId: WebhookEndpointId;
}

/** One that is held by whoever claimed it, until then: the instant as PostgreSQL writes it. */
export interface ClaimedWebhook extends DueWebhook {
  readonly heldUntil: string;
}

export interface WebhookClaim {
  readonly limit: number;
  /** Of one address. */
  readonly ofEach: number;
  /** Addresses that have enough to do. */
  readonly busy: readonly WebhookEndpointId[];
  /** When a message comes up again whose sender has died. */
  readonly leaseMs: number;
}

/** How many of those that are due are looked at: addresses that have enough to do are not among them. */
const looked = 1_000;

/** Messages to send now: one of each address, then a second of each, and so on. Each is handed to one caller. */
export function claimDueWebhooks(
  tx: SystemTransaction,
  { limit, ofEach, busy, leaseMs }: WebhookClaim,
): Promise<readonly ClaimedWebhook[]> {
  return tx.$queryRaw<ClaimedWebhook[]>`
    WITH due AS (
      SELECT delivery_id, endpoint_id, due_at FROM system.due_webhooks
       WHERE due_at <= statement_timestamp() AND endpoint_id <> ALL(${[...busy]}::uuid[]) ORDER BY due_at LIMIT ${looked}
    ), turns AS (
      SELECT delivery_id, due_at, row_number() OVER (PARTITION BY endpoint_id ORDER BY due_at, delivery_id) AS turn FROM due
    ), chosen AS (
      SELECT d.delivery_id FROM system.due_webhooks d
       WHERE d.delivery_id IN (SELECT delivery_id FROM turns WHERE turn <= ${ofEach} ORDER BY turn, due_at LIMIT ${limit})
         AND d.due_at <= statement_timestamp()
         FOR UPDATE SKIP LOCKED
    )
    UPDATE system.due_webhooks SET due_at = clock_timestamp() + make_interval(secs => ${leaseMs / 1000}::float8)
     WHERE delivery_id IN (SELECT delivery_id FROM chosen)
    RETURNING delivery_id AS "deliveryId", workspace_id AS "workspaceId", endpoint_id AS "endpointId",
              due_at::text AS "heldUntil"`;
}

/** Makes a message due again. Nothing where its claim has ended, or somebody else holds it by now. */
export async function letGoOfWebhook(
  tx: SystemTransaction,
  { deliveryId, heldUntil }: ClaimedWebhook,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE system.due_webhooks SET due_at = clock_timestamp()
     WHERE delivery_id = ${deliveryId}::uuid AND due_at = ${heldUntil}::timestamptz`;
}
