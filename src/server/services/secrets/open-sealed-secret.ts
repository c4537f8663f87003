import type { WorkspaceId } from "#core/ids.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import type { SealedSecret } from "#server/db/keys/sealed-secret-store.ts";
import { openStoredSecret } from "#server/services/keys/open-stored-secret.ts";

/** Decrypts a workspace's secret. @throws AppError KEY_UNREADABLE with the secret's id. */
export function openSealedSecret(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  { id, name, ...sealed }: SealedSecret,
): Promise<string> {
  return openStoredSecret(tx, keyring, {
    ...sealed,
    place: { workspaceId, secretId: id, name },
    title: `The stored secret ${name}`,
    remedy: "Replace its value under Provider keys.",
    details: { secretId: id },
  });
}
