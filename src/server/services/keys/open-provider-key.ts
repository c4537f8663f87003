import { AppError } from "#core/errors.ts";
import type { ProviderKeyId, WorkspaceId } from "#core/ids.ts";
import { keyRemoved } from "#core/policy/key-faults.ts";
import { openSecret } from "#server/crypto/envelope.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { touchProviderKey } from "#server/db/keys/provider-key-store.ts";
import { findSealedProviderKey, type SealedProviderKey } from "#server/db/keys/sealed-key-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import type { ProviderCredential } from "./provider-probe.ts";
import { reportingUnreadable } from "./report-unreadable-key.ts";
import { openingDataKey } from "./workspace-data-key.ts";

/**
 * Opens the credential that an attempt was claimed with, for the one call to its vendor. For the engine's ports only:
 * no door may call this.
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
    if (key === null) throw keyRemoved();
    await touchProviderKey(tx, workspaceId, keyId);
    return openSealedKey(tx, tools.keyring, workspaceId, key);
  };
  return reportingUnreadable(tools, worker, () => withTenant(tools.db, workspaceId, open));
}

/**
 * Decrypts a key that was found for this workspace. The plain text must not outlive the call it is opened for.
 * @throws AppError KEY_UNREADABLE with the key's id, when it was changed in the database or the keyring lacks what
 * sealed it.
 */
export async function openSealedKey(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  key: SealedProviderKey,
): Promise<ProviderCredential> {
  if (key.provider === "sandbox") throw new AppError("INTERNAL", "The sandbox has no keys.");
  try {
    const dataKey = await openingDataKey(tx, keyring, workspaceId, key.dataKeyVersion);
    const secret = openSecret(dataKey.bytes, key.ciphertext, { workspaceId, keyId: key.id });
    return { provider: key.provider, secret, baseUrl: key.baseUrl };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "KEY_UNREADABLE") throw error;
    throw new AppError(
      "KEY_UNREADABLE",
      `The stored key for ${key.provider} cannot be read: it was changed in the database, or PENSTOCK_KEYRING lacks the key that sealed it. ` +
        "Remove it under Provider keys and add it again.",
      { cause: error, details: { keyId: key.id } },
    );
  }
}
