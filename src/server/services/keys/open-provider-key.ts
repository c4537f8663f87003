import { AppError } from "#core/errors.ts";
import type { ProviderKeyId, WorkspaceId } from "#core/ids.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { touchProviderKey } from "#server/db/keys/provider-key-store.ts";
import { findSealedProviderKey } from "#server/db/keys/sealed-key-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { openSealedKey } from "./open-sealed-key.ts";
import type { ProviderCredential } from "./provider-probe.ts";
import { reportingUnreadable } from "./report-unreadable-key.ts";

/**
 * Opens the credential that an attempt was claimed with, for the one call to its vendor. For the engine's ports only: no
 * door may call this.
 * @throws AppError KEY_MISSING when the key has been removed meanwhile, KEY_UNREADABLE.
 */
export async function openProviderKey(
  tools: Pick<ServiceTools, "db" | "keyring">,
  workspaceId: WorkspaceId,
  keyId: ProviderKeyId,
): Promise<ProviderCredential> {
  const worker = { workspaceId, userId: null, tokenId: null };
  const open = async (tx: TenantTransaction) => {
    const key = await findSealedProviderKey(tx, workspaceId, keyId);
    if (key === null) {
      throw new AppError(
        "KEY_MISSING",
        "The provider key of this node was removed. Add one under Provider keys.",
      );
    }
    await touchProviderKey(tx, workspaceId, keyId);
    return openSealedKey(tx, tools.keyring, workspaceId, key);
  };
  return reportingUnreadable(tools, worker, () => withTenant(tools.db, workspaceId, open));
}
