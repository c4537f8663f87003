import { AppError } from "#core/errors.ts";
import type { TriggerRowId, WorkspaceId } from "#core/ids.ts";
import { openSecret } from "#server/crypto/envelope.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { listGoodSecrets, type SealedTriggerSecret } from "#server/db/trigger/sealed-trigger-secret-store.ts";
import { openingDataKey } from "#server/services/keys/workspace-data-key.ts";

/** The secrets that a webhook's sender may use now: the present one, and for a day the one before. */
export async function openHookSecrets(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  triggerId: TriggerRowId,
  nowMs: number,
): Promise<readonly string[]> {
  const secrets: string[] = [];
  for (const sealed of await listGoodSecrets(tx, workspaceId, triggerId, nowMs)) {
    secrets.push(await openTriggerSecret(tx, keyring, workspaceId, sealed));
  }
  return secrets;
}

/** @throws AppError KEY_UNREADABLE. */
export async function openTriggerSecret(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  { id, triggerId, ciphertext, dataKeyVersion }: SealedTriggerSecret,
): Promise<string> {
  try {
    const dataKey = await openingDataKey(tx, keyring, workspaceId, dataKeyVersion);
    return openSecret(dataKey.bytes, ciphertext, { workspaceId, triggerId, triggerSecretId: id });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "KEY_UNREADABLE") throw error;
    throw new AppError(
      "KEY_UNREADABLE",
      "The stored secret of a webhook cannot be read: it was changed in the database, or PENSTOCK_KEYRING lacks the key that sealed it. Rotate it.",
      { cause: error },
    );
  }
}
