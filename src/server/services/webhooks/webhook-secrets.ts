import { randomBytes } from "node:crypto";
import type { WebhookEndpointId, WorkspaceId } from "#core/ids.ts";
import { sealSecret } from "#server/crypto/envelope.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import {
  listWebhookSecrets,
  putWebhookSecret,
  type SealedWebhookSecret,
} from "#server/db/webhook/sealed-webhook-secret-store.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { openStoredSecret } from "#server/services/keys/open-stored-secret.ts";
import { sealingDataKey } from "#server/services/keys/workspace-data-key.ts";

const dayMs = 86_400_000;

/**
 * Gives an address a new secret and returns it: `whsec_` and base64, as Standard Webhooks requires. It is stored
 * encrypted and never shown again. For a day messages are also signed with the previous one.
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

/** The secrets that sign a message to an address now. @throws AppError KEY_UNREADABLE. */
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
export function openWebhookSecret(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  { id, endpointId, ...sealed }: SealedWebhookSecret,
): Promise<string> {
  return openStoredSecret(tx, keyring, {
    ...sealed,
    place: { workspaceId, endpointId, webhookSecretId: id },
    title: "The stored secret of a webhook",
    remedy: "Rotate it.",
  });
}
