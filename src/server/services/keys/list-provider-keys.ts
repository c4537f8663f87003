import type { ProviderKeyId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type ProviderKey, listProviderKeys as readKeys } from "#server/db/keys/provider-key-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

export interface ListedKey extends ProviderKey {
  /**
   * The key that runs use instead of this one: of the same owner and provider, the one preferred last, or else the
   * newest. A person's own takes priority over the workspace's for the runs that they start. Null: this one is used.
   */
  readonly usedInsteadId: ProviderKeyId | null;
}

/**
 * The workspace's keys and the caller's own, masked. Other people's own keys are not shown.
 * @throws AppError FORBIDDEN.
 */
export async function listProviderKeys(context: ServiceContext): Promise<readonly ListedKey[]> {
  authorize(context, "keys.read");
  const { workspaceId, userId } = context.actor;
  const keys = await withTenant(context.db, workspaceId, (tx) => readKeys(tx, workspaceId, userId));
  const inOrder = keys.toSorted((left, right) => left.preferredAtMs - right.preferredAtMs);
  const first = new Map(inOrder.map((key) => [`${key.provider} ${key.ownerUserId}`, key.id]));
  return keys.map((key) => {
    const used = first.get(`${key.provider} ${key.ownerUserId}`);
    return { ...key, usedInsteadId: used === undefined || used === key.id ? null : used };
  });
}
