import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type ProviderKey, listProviderKeys as readKeys } from "#server/db/keys/provider-key-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * The workspace's keys and the caller's own, masked. Other people's own keys are not shown.
 * @throws AppError FORBIDDEN.
 */
export async function listProviderKeys(context: ServiceContext): Promise<readonly ProviderKey[]> {
  authorize(context, "keys.read");
  const { workspaceId, userId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => readKeys(tx, workspaceId, userId));
}
