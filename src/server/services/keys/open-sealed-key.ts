import { AppError } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { openSecret } from "#server/crypto/envelope.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import type { SealedProviderKey } from "#server/db/sealed-key-store.ts";
import type { TenantTransaction } from "#server/db/with-tenant.ts";
import type { ProviderCredential } from "./provider-probe.ts";
import { openingDataKey } from "./workspace-data-key.ts";

/** Decrypts a key that was found for this workspace. The plain text must not outlive the call it is opened for. */
export async function openSealedKey(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  key: SealedProviderKey,
): Promise<ProviderCredential> {
  if (key.provider === "sandbox") throw new AppError("INTERNAL", "The sandbox has no keys.");
  const dataKey = await openingDataKey(tx, keyring, workspaceId, key.dataKeyVersion);
  const secret = openSecret(dataKey.bytes, key.ciphertext, { workspaceId, keyId: key.id });
  return { provider: key.provider, secret, baseUrl: key.baseUrl };
}
