import { AppError, type ErrorInfo } from "#core/errors.ts";
import { type Envelope, openSecret, type SecretPlace } from "#server/crypto/envelope.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { openingDataKey } from "./workspace-data-key.ts";

/** A sealed secret as stored, and the error message for when it cannot be read. */
export interface StoredSecret {
  readonly place: SecretPlace;
  readonly ciphertext: Envelope;
  readonly dataKeyVersion: number;
  /** The beginning of the message: `The stored key for anthropic`. */
  readonly title: string;
  /** The end of the message: what to do. */
  readonly remedy: string;
  readonly details?: NonNullable<ErrorInfo["details"]>;
}

/**
 * Decrypts a secret that was found for its workspace. The plain text must not outlive the request it is needed for.
 * @throws AppError KEY_UNREADABLE when it was changed in the database, or the keyring lacks its key.
 */
export async function openStoredSecret(
  tx: TenantTransaction,
  keyring: Keyring,
  { place, ciphertext, dataKeyVersion, title, remedy, details }: StoredSecret,
): Promise<string> {
  try {
    const dataKey = await openingDataKey(tx, keyring, place.workspaceId, dataKeyVersion);
    return openSecret(dataKey.bytes, ciphertext, place);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "KEY_UNREADABLE") throw error;
    throw new AppError(
      "KEY_UNREADABLE",
      `${title} cannot be read: it was changed in the database, or PENSTOCK_KEYRING lacks the key that sealed it. ${remedy}`,
      { cause: error, ...(details === undefined ? {} : { details }) },
    );
  }
}
