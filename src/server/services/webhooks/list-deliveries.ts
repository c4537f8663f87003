import type { WebhookDeliveryId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  type DeliveryFilter,
  listDeliveries as readDeliveries,
  type WebhookDelivery,
} from "#server/db/webhook/delivery-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireEndpoint } from "./require-endpoint.ts";

export interface ListDeliveriesInput extends DeliveryFilter {
  /** After this one. Null for the first page. */
  readonly cursor: WebhookDeliveryId | null;
  readonly limit: number;
}

/**
 * The messages of the last 90 days to an address, latest first, with every try and its answer.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function listDeliveries(
  context: ServiceContext,
  { cursor, limit, ...filter }: ListDeliveriesInput,
): Promise<{
  readonly deliveries: readonly WebhookDelivery[];
  readonly nextCursor: WebhookDeliveryId | null;
}> {
  authorize(context, "webhooks.manage");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    await requireEndpoint(tx, workspaceId, filter.endpointId);
    const found = await readDeliveries(tx, workspaceId, filter, { after: cursor, limit: limit + 1 });
    const deliveries = found.slice(0, limit);
    return { deliveries, nextCursor: found.length > limit ? (deliveries.at(-1)?.deliveryId ?? null) : null };
  });
}
