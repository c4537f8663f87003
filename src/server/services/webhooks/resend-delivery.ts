import { AppError } from "#core/errors.ts";
import type { WebhookDeliveryId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findDeliveryEndpoint, renewDelivery } from "#server/db/webhook/delivery-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireEndpoint } from "./require-endpoint.ts";

/**
 * Resends a message, however it had ended: the same bytes under the same id, with a full set of tries.
 * @throws AppError FORBIDDEN, NOT_FOUND; CONFLICT where its address is off.
 */
export async function resendDelivery(
  context: ServiceContext,
  { deliveryId }: { readonly deliveryId: WebhookDeliveryId },
): Promise<void> {
  authorize(context, "webhooks.manage");
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    const endpointId = await findDeliveryEndpoint(tx, actor.workspaceId, deliveryId);
    if (endpointId === null)
      throw new AppError("NOT_FOUND", `There is no message ${deliveryId} in this workspace.`);
    const { offSinceMs } = await requireEndpoint(tx, actor.workspaceId, endpointId);
    if (offSinceMs !== null)
      throw new AppError("CONFLICT", "The webhook is off. Turn it on, then send the message again.");
    await renewDelivery(tx, actor.workspaceId, deliveryId, endpointId);
    await recordAudit(tx, actor, "webhook.resend", endpointId, { deliveryId });
  });
}
