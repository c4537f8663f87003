import type { WebhookEndpointId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  changeEndpoint,
  type EndpointWish,
  turnEndpointOff,
  turnEndpointOn,
} from "#server/db/webhook/endpoint-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { checkEndpointAddress } from "./check-endpoint-address.ts";
import { requireEndpoint } from "./require-endpoint.ts";

export interface UpdateEndpointInput extends Partial<EndpointWish> {
  readonly endpointId: WebhookEndpointId;
  /** Absent: unchanged. When it is turned off, unsent messages count as failed. */
  readonly isOn?: boolean;
}

/**
 * Changes an address; absent fields stay as they are. Messages written earlier are sent to the new one.
 * @throws AppError FORBIDDEN, NOT_FOUND; INVALID_INPUT and HTTP_BLOCKED for an address that nothing may be sent to.
 */
export async function updateEndpoint(context: ServiceContext, input: UpdateEndpointInput): Promise<void> {
  authorize(context, "webhooks.manage");
  const { actor, db, ports } = context;
  const { endpointId, isOn } = input;
  if (input.url !== undefined) checkEndpointAddress(ports, input.url);
  await withTenant(db, actor.workspaceId, async (tx) => {
    const before = await requireEndpoint(tx, actor.workspaceId, endpointId);
    const { url = before.url, description = before.description, types = before.types } = input;
    await changeEndpoint(tx, actor.workspaceId, endpointId, { url, description, types });
    const wasOn = before.offSinceMs === null;
    if (isOn === true && !wasOn) await turnEndpointOn(tx, actor.workspaceId, endpointId);
    if (isOn === false && wasOn) await turnEndpointOff(tx, actor.workspaceId, endpointId, "person");
    await recordAudit(tx, actor, "webhook.update", endpointId, {
      origin: new URL(url).origin,
      types: [...types],
      isOn: isOn ?? wasOn,
    });
  });
}
