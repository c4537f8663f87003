import type { WebhookEndpointId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { deleteEndpoint } from "#server/db/webhook/endpoint-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireEndpoint } from "./require-endpoint.ts";

/** Removes an address, with its log. @throws AppError FORBIDDEN, NOT_FOUND. */
export async function removeEndpoint(
  context: ServiceContext,
  { endpointId }: { readonly endpointId: WebhookEndpointId },
): Promise<void> {
  authorize(context, "webhooks.manage");
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    const { url } = await requireEndpoint(tx, actor.workspaceId, endpointId);
    await deleteEndpoint(tx, actor.workspaceId, endpointId);
    await recordAudit(tx, actor, "webhook.remove", endpointId, { origin: new URL(url).origin });
  });
}
