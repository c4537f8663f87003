import { createHmac } from "node:crypto";
import { AppError } from "#core/errors.ts";
import type { ProviderKeyId, SecretId, TriggerRowId, WebhookEndpointId, WorkspaceId } from "#core/ids.ts";
import { openBox, sealBox } from "./sealed-box.ts";

/** Where a secret is stored. It is bound to this place: the same ciphertext opens nowhere else. */
export type SecretPlace = { readonly workspaceId: WorkspaceId } & (
  | { readonly keyId: ProviderKeyId }
  /** A workspace secret is also bound to its name, since the name decides where the value is sent. */
  | { readonly secretId: SecretId; readonly name: string }
  | { readonly triggerId: TriggerRowId; readonly triggerSecretId: string }
  | { readonly endpointId: WebhookEndpointId; readonly webhookSecretId: string }
);

/** `v1:<data key version>:iv:ciphertext:tag`. The id of the keyring key is in the wrapped data key, not here. */
export type Envelope = string;

const format = "v1";

function binding(place: SecretPlace, dataKeyVersion: number): string {
  return `${place.workspaceId}|${rowOf(place)}|${dataKeyVersion}`;
}

function rowOf(place: SecretPlace): string {
  if ("keyId" in place) return place.keyId;
  if ("secretId" in place) return `secret|${place.secretId}|${place.name}`;
  if ("endpointId" in place) return `webhook|${place.endpointId}|${place.webhookSecretId}`;
  return `trigger|${place.triggerId}|${place.triggerSecretId}`;
}

/** Encrypts a secret under its workspace's data key. */
export function sealSecret(
  dataKey: { readonly bytes: Uint8Array; readonly version: number },
  secret: string,
  place: SecretPlace,
): Envelope {
  const box = sealBox(dataKey.bytes, Buffer.from(secret, "utf8"), binding(place, dataKey.version));
  return `${format}:${dataKey.version}:${box}`;
}

/**
 * @throws AppError KEY_UNREADABLE when the place, the data key or any bit of the envelope differs from what was sealed.
 */
export function openSecret(dataKey: Uint8Array, envelope: Envelope, place: SecretPlace): string {
  const { version, box } = splitEnvelope(envelope);
  return openBox(dataKey, box, binding(place, version)).toString("utf8");
}

/** A fingerprint that shows whether two secrets are equal, and nothing else without the workspace's data key. */
export function markOfSecret(dataKey: Uint8Array, secret: string): string {
  return createHmac("sha256", dataKey).update(`mark|${secret}`).digest("hex");
}

function splitEnvelope(envelope: Envelope): { version: number; box: string } {
  const [prefix, version = "", ...box] = envelope.split(":");
  if (prefix !== format || !/^[1-9]\d{0,8}$/.test(version)) {
    throw new AppError("KEY_UNREADABLE", "A stored secret has an unknown format.");
  }
  return { version: Number(version), box: box.join(":") };
}
