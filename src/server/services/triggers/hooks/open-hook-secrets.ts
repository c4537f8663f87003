import type { TriggerRowId, WorkspaceId } from "#core/ids.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { listGoodSecrets, type SealedTriggerSecret } from "#server/db/trigger/sealed-trigger-secret-store.ts";
import { openStoredSecret } from "#server/services/keys/open-stored-secret.ts";

/** The secrets that a webhook's sender may use: the current one, and for a day the previous one. */
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
export function openTriggerSecret(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  { id, triggerId, ...sealed }: SealedTriggerSecret,
): Promise<string> {
  return openStoredSecret(tx, keyring, {
    ...sealed,
    place: { workspaceId, triggerId, triggerSecretId: id },
    title: "The stored secret of a webhook",
    remedy: "Rotate it.",
  });
}
