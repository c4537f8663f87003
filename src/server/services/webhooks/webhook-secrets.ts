import { randomBytes } from "node:crypto";
import { AppError } from "#core/errors.ts";
import type { WebhookEndpointId, WorkspaceId } from "#core/ids.ts";
import { openSecret, sealSecret } from "#server/crypto/envelope.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import {
  listWebhookSecrets,
  putWebhookSecret,
  type SealedWebhookSecret,
} from "#server/db/webhook/sealed-webhook-secret-store.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { openingDataKey, sealingDataKey } from "#server/services/keys/workspace-data-key.ts";

const dayMs = 86_400_000;

/**
 * Gives an address a new secret and returns it: `whsec_` and base64, as Standard Webhooks want it. It is kept encrypted
 * and never shown again; messages are signed with the one before as well, for a day.
 */
export async function giveWebhookSecret(
  tx: TenantTransaction,
  { keyring, newId, actor: { workspaceId } }: ServiceContext,
  endpointId: WebhookEndpointId,
): Promise<string> {
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const id = newId();
  const dataKey = await sealingDataKey(tx, keyring, workspaceId);
  const ciphertext = sealSecret(dataKey, secret, { workspaceId, endpointId, webhookSecretId: id });
  const sealed = { id, endpointId, ciphertext, dataKeyVersion: dataKey.version };
  await putWebhookSecret(tx, workspaceId, sealed, dayMs);
  return secret;
}

/** What a message to an address is signed with now. @throws AppError KEY_UNREADABLE. */
export async function openWebhookSecrets(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  endpointId: WebhookEndpointId,
): Promise<readonly string[]> {
  const secrets: string[] = [];
  for (const sealed of await listWebhookSecrets(tx, workspaceId, endpointId)) {
    secrets.push(await openWebhookSecret(tx, keyring, workspaceId, sealed));
  }
  return secrets;
}

/** @throws AppError KEY_UNREADABLE. */
export async function openWebhookSecret(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  { id, endpointId, ciphertext, dataKeyVersion }: SealedWebhookSecret,
): Promise<string> {
  try {
    const dataKey = await openingDataKey(tx, keyring, workspaceId, dataKeyVersion);
    return openSecret(dataKey.bytes, ciphertext, { workspaceId, endpointId, webhookSecretId: id });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "KEY_UNREADABLE") throw error;
    throw new AppError(
      "KEY_UNREADABLE",
      "The stored secret of a webhook cannot be read: it was changed in the database, or PENSTOCK_KEYRING lacks the key that sealed it. Rotate it.",
      { cause: error },
    );
  }
}
