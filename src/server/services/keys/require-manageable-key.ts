import { AppError } from "#core/errors.ts";
import type { ProviderKeyId } from "#core/ids.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import {
  findSealedProviderKey,
  lockProviderKey,
  type SealedProviderKey,
} from "#server/db/keys/sealed-key-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * A key that the caller may test and remove: their own, or the workspace's for those who manage it. Other people's own
 * keys are not found.
 * @throws AppError NOT_FOUND, FORBIDDEN.
 */
export async function requireManageableKey(
  tx: TenantTransaction,
  context: ServiceContext,
  keyId: ProviderKeyId,
): Promise<SealedProviderKey> {
  const { workspaceId, userId } = context.actor;
  const key = await findSealedProviderKey(tx, workspaceId, keyId);
  if (key === null || (key.ownerUserId !== null && key.ownerUserId !== userId)) {
    throw new AppError("NOT_FOUND", `There is no provider key ${keyId} in this workspace.`);
  }
  authorize(context, key.ownerUserId === null ? "keys.manage" : "keys.own");
  return key;
}

/**
 * The same for a key that is about to be changed: it is locked until the transaction ends, so that concurrent changes
 * see each other.
 * @throws AppError NOT_FOUND, FORBIDDEN.
 */
export async function requireChangeableKey(
  tx: TenantTransaction,
  context: ServiceContext,
  keyId: ProviderKeyId,
): Promise<SealedProviderKey> {
  await lockProviderKey(tx, context.actor.workspaceId, keyId);
  return requireManageableKey(tx, context, keyId);
}
