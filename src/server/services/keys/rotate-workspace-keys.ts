import type { WorkspaceId } from "#core/ids.ts";
import { rewrapDataKey, wrappingKeyId } from "#server/crypto/data-key.ts";
import { sealSecret } from "#server/crypto/envelope.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { findCurrentDataKey, listDataKeys, replaceWrapping } from "#server/db/keys/data-key-store.ts";
import { listSealedBefore, resealProviderKey } from "#server/db/keys/sealed-key-store.ts";
import { listSealedSecretsBefore, resealSecret } from "#server/db/keys/sealed-secret-store.ts";
import {
  listSealedTriggerSecretsBefore,
  resealTriggerSecret,
} from "#server/db/trigger/sealed-trigger-secret-store.ts";
import {
  listWebhookSecretsBefore,
  resealWebhookSecret,
} from "#server/db/webhook/sealed-webhook-secret-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { openSealedSecret } from "#server/services/secrets/open-sealed-secret.ts";
import { openTriggerSecret } from "#server/services/triggers/hooks/open-hook-secrets.ts";
import { openWebhookSecret } from "#server/services/webhooks/webhook-secrets.ts";
import { openSealedKey } from "./open-provider-key.ts";
import { addDataKey, type OpenedDataKey, openingDataKey } from "./workspace-data-key.ts";

export interface RotationOptions {
  /** Also makes a new data key and re-seals every secret under it; otherwise only the wrapping changes. */
  readonly renewDataKey: boolean;
}

export interface Rotation {
  readonly rewrapped: number;
  readonly resealed: number;
}

/**
 * Moves one workspace to the keyring's current key, in one transaction. Idempotent. Runs continue meanwhile, because
 * old versions stay readable. For operators.
 */
export async function rotateWorkspaceKeys(
  tools: Pick<ServiceTools, "db" | "keyring">,
  workspaceId: WorkspaceId,
  options: RotationOptions,
): Promise<Rotation> {
  const { db, keyring } = tools;
  return withTenant(db, workspaceId, async (tx) => {
    let rewrapped = 0;
    for (const stored of await listDataKeys(tx, workspaceId)) {
      const wrapped = rewrapDataKey(keyring, stored.wrapped, { workspaceId, version: stored.version });
      if (wrapped === null) continue;
      await replaceWrapping(tx, workspaceId, stored, { keyringId: wrappingKeyId(wrapped), wrapped });
      rewrapped += 1;
    }
    const current = await findCurrentDataKey(tx, workspaceId);
    if (current === null) return { rewrapped, resealed: 0 };
    const version = options.renewDataKey
      ? (await addDataKey(tx, keyring, workspaceId, current.version + 1)).version
      : current.version;
    const dataKey = await openingDataKey(tx, keyring, workspaceId, version);
    const resealed = await resealAll(tx, keyring, workspaceId, dataKey);
    return { rewrapped, resealed };
  });
}

/**
 * Re-seals what an older data key has sealed: provider keys, secrets, and the secrets of incoming and outgoing
 * webhooks. Returns how many there were.
 */
async function resealAll(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  dataKey: OpenedDataKey,
): Promise<number> {
  const dataKeyVersion = dataKey.version;
  const keys = await listSealedBefore(tx, workspaceId, dataKeyVersion);
  for (const key of keys) {
    const { secret } = await openSealedKey(tx, keyring, workspaceId, key);
    const ciphertext = sealSecret(dataKey, secret, { workspaceId, keyId: key.id });
    await resealProviderKey(tx, workspaceId, key, { ciphertext, dataKeyVersion });
  }
  const secrets = await listSealedSecretsBefore(tx, workspaceId, dataKeyVersion);
  for (const secret of secrets) {
    const { id: secretId, name } = secret;
    const value = await openSealedSecret(tx, keyring, workspaceId, secret);
    const ciphertext = sealSecret(dataKey, value, { workspaceId, secretId, name });
    await resealSecret(tx, workspaceId, secret, { ciphertext, dataKeyVersion });
  }
  const hooks = await listSealedTriggerSecretsBefore(tx, workspaceId, dataKeyVersion);
  for (const hook of hooks) {
    const { id: triggerSecretId, triggerId } = hook;
    const value = await openTriggerSecret(tx, keyring, workspaceId, hook);
    const ciphertext = sealSecret(dataKey, value, { workspaceId, triggerId, triggerSecretId });
    await resealTriggerSecret(tx, workspaceId, hook, { ciphertext, dataKeyVersion });
  }
  const webhooks = await listWebhookSecretsBefore(tx, workspaceId, dataKeyVersion);
  for (const webhook of webhooks) {
    const { id: webhookSecretId, endpointId } = webhook;
    const value = await openWebhookSecret(tx, keyring, workspaceId, webhook);
    const ciphertext = sealSecret(dataKey, value, { workspaceId, endpointId, webhookSecretId });
    await resealWebhookSecret(tx, workspaceId, webhook, { ciphertext, dataKeyVersion });
  }
  return keys.length + secrets.length + hooks.length + webhooks.length;
}
