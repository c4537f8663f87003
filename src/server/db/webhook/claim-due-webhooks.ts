import type { WebhookDeliveryId, WebhookEndpointId, WorkspaceId } from "#core/ids.ts";
import type { SystemTransaction } from "../driver/with-tenant.ts";

export interface DueWebhook {
  readonly deliveryId: WebhookDeliveryId;
  readonly workspaceId: WorkspaceId;
  readonly endpointId: WebhookEndpointId;
}

/** A message held by its claimer until this instant, in PostgreSQL's format. */
export interface ClaimedWebhook extends DueWebhook {
  readonly heldUntil: string;
}

export interface WebhookClaim {
  readonly limit: number;
  /** At most this many per address. */
  readonly ofEach: number;
  /** Addresses that already have enough messages in flight. */
  readonly busy: readonly WebhookEndpointId[];
  /** After this time, a message is due again in case its sender has died. */
  readonly leaseMs: number;
}

/** How many due messages are considered, not counting busy addresses. */
const looked = 1_000;

/** Messages to send now: one of each address, then a second of each, and so on. Each goes to one caller. */
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

/** Makes a message due again. No effect where the claim has ended, or somebody else holds it by now. */
export async function letGoOfWebhook(
  tx: SystemTransaction,
  { deliveryId, heldUntil }: ClaimedWebhook,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE system.due_webhooks SET due_at = clock_timestamp()
     WHERE delivery_id = ${deliveryId}::uuid AND due_at = ${heldUntil}::timestamptz`;
}
