import { AppError } from "#core/errors.ts";
import { type WebhookDeliveryId, type WebhookEndpointId, webhookDeliveryIdSchema } from "#core/ids.ts";
import { testWebhookType } from "#core/policy/webhook.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { insertDelivery } from "#server/db/webhook/delivery-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireEndpoint } from "./require-endpoint.ts";
import { toBody } from "./write-messages.ts";

/**
 * Sends an address a message of the type `penstock.test` in the usual way: its log shows the result.
 * @throws AppError FORBIDDEN, NOT_FOUND; CONFLICT for an address that is off.
 */
export async function testEndpoint(
  context: ServiceContext,
  { endpointId }: { readonly endpointId: WebhookEndpointId },
): Promise<{ readonly deliveryId: WebhookDeliveryId }> {
  authorize(context, "webhooks.manage");
  const { actor, clock, db, newId } = context;
  const deliveryId = webhookDeliveryIdSchema.parse(newId());
  await withTenant(db, actor.workspaceId, async (tx) => {
    const { offSinceMs } = await requireEndpoint(tx, actor.workspaceId, endpointId);
    if (offSinceMs !== null) throw new AppError("CONFLICT", "The webhook is off. Turn it on, then test it.");
    await insertDelivery(tx, actor.workspaceId, {
      id: deliveryId,
      endpointId,
      type: testWebhookType,
      occurrence: `${testWebhookType}:${deliveryId}`,
      body: toBody(testWebhookType, clock.nowMs(), { endpointId }),
    });
    await recordAudit(tx, actor, "webhook.test", endpointId, { deliveryId });
  });
  return { deliveryId };
}
