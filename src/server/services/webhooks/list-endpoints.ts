import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  type ListedWebhookEndpoint,
  listEndpoints as readEndpoints,
} from "#server/db/webhook/endpoint-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** The workspace's addresses for outgoing webhooks. @throws AppError FORBIDDEN. */
export async function listEndpoints(context: ServiceContext): Promise<readonly ListedWebhookEndpoint[]> {
  authorize(context, "webhooks.manage");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => readEndpoints(tx, workspaceId));
}
