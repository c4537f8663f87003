import { AppError } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { openSecret } from "#server/crypto/envelope.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import type { SealedSecret } from "#server/db/keys/sealed-secret-store.ts";
import { openingDataKey } from "#server/services/keys/workspace-data-key.ts";

/**
 * Decrypts a secret that was found for this workspace. The value must not outlive the request it is opened for.
 * @throws AppError KEY_UNREADABLE with the secret's id.
 */
export async function openSealedSecret(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  { id, name, ciphertext, dataKeyVersion }: SealedSecret,
): Promise<string> {
  try {
    const dataKey = await openingDataKey(tx, keyring, workspaceId, dataKeyVersion);
    return openSecret(dataKey.bytes, ciphertext, { workspaceId, secretId: id, name });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "KEY_UNREADABLE") throw error;
    throw new AppError(
      "KEY_UNREADABLE",
      `The stored secret ${name} cannot be read: it was changed in the database, or PENSTOCK_KEYRING lacks the key that sealed it. ` +
        "Replace its value under Provider keys.",
      { cause: error, details: { secretId: id } },
    );
  }
}
