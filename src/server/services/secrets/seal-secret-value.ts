import { AppError } from "#core/errors.ts";
import type { SecretId, WorkspaceId } from "#core/ids.ts";
import { sealSecret } from "#server/crypto/envelope.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import type { SealedSecret } from "#server/db/keys/sealed-secret-store.ts";
import { sealingDataKey } from "#server/services/keys/workspace-data-key.ts";

export const maxSecretBytes = 8_192;

/** @throws AppError INVALID_INPUT for a value that no request could carry. */
export function checkSecretValue(value: string): void {
  const bytes = Buffer.byteLength(value, "utf8");
  if (bytes === 0) throw new AppError("INVALID_INPUT", "The value of a secret cannot be empty.");
  if (bytes > maxSecretBytes) {
    throw new AppError(
      "INVALID_INPUT",
      `The value of a secret may have at most ${maxSecretBytes} bytes; this one has ${bytes}.`,
    );
  }
  if (value.includes("\0") || !value.isWellFormed()) {
    throw new AppError("INVALID_INPUT", "The value of a secret must be text, without null characters.");
  }
}

/** Encrypts a value, bound to its workspace, its row and its name. */
export async function sealSecretValue(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  place: { readonly id: SecretId; readonly name: string },
  value: string,
): Promise<SealedSecret> {
  const { id, name } = place;
  const dataKey = await sealingDataKey(tx, keyring, workspaceId);
  const ciphertext = sealSecret(dataKey, value, { workspaceId, secretId: id, name });
  return { id, name, ciphertext, dataKeyVersion: dataKey.version };
}
