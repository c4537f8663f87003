import type { WebhookEndpointId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireEndpoint } from "./require-endpoint.ts";
import { giveWebhookSecret } from "./webhook-secrets.ts";

/**
 * Gives an address a new secret, returned only in this answer. For a day messages are also signed with the previous
 * one, so that the receiver has time to change.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function rotateWebhookSecret(
  context: ServiceContext,
  { endpointId }: { readonly endpointId: WebhookEndpointId },
): Promise<{ readonly secret: string }> {
  authorize(context, "webhooks.manage");
  const { actor, db } = context;
  return withTenant(db, actor.workspaceId, async (tx) => {
    await requireEndpoint(tx, actor.workspaceId, endpointId);
    const secret = await giveWebhookSecret(tx, context, endpointId);
    await recordAudit(tx, actor, "webhook.rotate-secret", endpointId);
    return { secret };
  });
}
