import { AppError } from "#core/errors.ts";
import type { ProviderKeyId, WorkspaceId } from "#core/ids.ts";
import { keyRemoved } from "#core/policy/key-faults.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { touchProviderKey } from "#server/db/keys/provider-key-store.ts";
import { findSealedProviderKey, type SealedProviderKey } from "#server/db/keys/sealed-key-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { openStoredSecret } from "./open-stored-secret.ts";
import type { ProviderCredential } from "./provider-probe.ts";
import { reportingUnreadable } from "./report-unreadable-key.ts";

/**
 * Decrypts the credential that an attempt was claimed with, for its single vendor call. For the engine's ports only: no
 * endpoint may call this.
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

/** Decrypts a key that was found for this workspace. @throws AppError KEY_UNREADABLE with the key's id. */
export async function openSealedKey(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  key: SealedProviderKey,
): Promise<ProviderCredential> {
  if (key.provider === "sandbox") throw new AppError("INTERNAL", "The sandbox has no keys.");
  const secret = await openStoredSecret(tx, keyring, {
    place: { workspaceId, keyId: key.id },
    ciphertext: key.ciphertext,
    dataKeyVersion: key.dataKeyVersion,
    title: `The stored key for ${key.provider}`,
    remedy: "Remove it under Provider keys and add it again.",
    details: { keyId: key.id },
  });
  return { provider: key.provider, secret, baseUrl: key.baseUrl };
}
