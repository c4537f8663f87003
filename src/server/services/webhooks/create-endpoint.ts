import { AppError } from "#core/errors.ts";
import { type WebhookEndpointId, webhookEndpointIdSchema } from "#core/ids.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import {
  countEndpoints,
  deleteEndpoint,
  type EndpointWish,
  insertEndpoint,
} from "#server/db/webhook/endpoint-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { again } from "#server/services/idempotency.ts";
import { checkEndpointAddress } from "./check-endpoint-address.ts";
import { giveWebhookSecret } from "./webhook-secrets.ts";

/** The maximum number of addresses per workspace. */
export const mostEndpoints = 20;

export interface CreateEndpointInput extends EndpointWish {
  readonly idempotencyKey: string | null;
}

/**
 * Adds an address for outgoing webhooks. `secret` is returned only here. A repeated request, whose answer was lost,
 * therefore creates another address and removes the one whose secret nobody has seen.
 * @throws AppError FORBIDDEN, INVALID_INPUT and HTTP_BLOCKED for an address that nothing may be sent to,
 * IDEMPOTENCY_MISMATCH, and CONFLICT where there are too many.
 */
export async function createEndpoint(
  context: ServiceContext,
  input: CreateEndpointInput,
): Promise<{ readonly endpointId: WebhookEndpointId; readonly secret: string }> {
  authorize(context, "webhooks.manage");
  const { actor, db, ports } = context;
  const { idempotencyKey, ...wish } = input;
  checkEndpointAddress(ports, wish.url);
  let secret = "";
  const request = { ...wish, types: [...wish.types] };
  const { endpointId } = await withTenant(db, actor.workspaceId, (tx) =>
    again<{ endpointId: WebhookEndpointId }>(
      tx,
      actor,
      "webhooks.create",
      idempotencyKey,
      request,
      async (earlier) => {
        if (earlier !== null) await deleteEndpoint(tx, actor.workspaceId, earlier.endpointId);
        const made = await insert(tx, context, wish);
        secret = made.secret;
        return { endpointId: made.endpointId };
      },
    ),
  );
  return { endpointId, secret };
}

async function insert(tx: TenantTransaction, context: ServiceContext, wish: EndpointWish) {
  const { actor, newId } = context;
  const { workspaceId, userId } = actor;
  if ((await countEndpoints(tx, workspaceId)) >= mostEndpoints) {
    throw new AppError(
      "CONFLICT",
      `A workspace may have at most ${mostEndpoints} webhooks. Remove one first.`,
    );
  }
  const endpointId = webhookEndpointIdSchema.parse(newId());
  await insertEndpoint(tx, workspaceId, { ...wish, id: endpointId, createdBy: userId });
  const secret = await giveWebhookSecret(tx, context, endpointId);
  await recordAudit(tx, actor, "webhook.create", endpointId, {
    origin: new URL(wish.url).origin,
    types: [...wish.types],
  });
  return { endpointId, secret };
}
