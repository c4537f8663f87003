import { randomBytes } from "node:crypto";
import { AppError } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import type { Keyring, KeyringKey } from "./keyring.ts";
import { openBox, sealBox } from "./sealed-box.ts";

/** Identifies one data key; unwrapping requires the same identity as wrapping. */
export interface DataKeyRef {
  readonly workspaceId: WorkspaceId;
  readonly version: number;
}

/** A workspace's own key, wrapped by one key of the keyring: `w1:<keyring key id>:iv:ciphertext:tag`. */
export type WrappedDataKey = string;

const format = "w1";

function binding({ workspaceId, version }: DataKeyRef): string {
  return `data-key|${workspaceId}|${version}`;
}

function wrap(key: KeyringKey, dataKey: Uint8Array, ref: DataKeyRef): WrappedDataKey {
  return `${format}:${key.id}:${sealBox(key.bytes, dataKey, binding(ref))}`;
}

/** Makes a new random data key, wrapped by the keyring's current key. */
export function createDataKey(keyring: Keyring, ref: DataKeyRef): WrappedDataKey {
  return wrap(keyring.current, randomBytes(32), ref);
}

/**
 * @throws AppError KEY_UNREADABLE when the keyring lacks the wrapping key, or the wrapped key was changed or belongs to
 * another workspace or version.
 */
export function openDataKey(keyring: Keyring, wrapped: WrappedDataKey, ref: DataKeyRef): Uint8Array {
  const [version, keyId = "", ...box] = wrapped.split(":");
  const key = keyring.byId.get(keyId);
  if (version !== format || key === undefined) {
    throw new AppError(
      "KEY_UNREADABLE",
      `PENSTOCK_KEYRING holds no key "${keyId}", which a data key was wrapped with.`,
    );
  }
  return openBox(key.bytes, box.join(":"), binding(ref));
}

/**
 * The same data key wrapped by the keyring's current key, or null when it already is: so an interrupted rotation can
 * simply be restarted.
 */
export function rewrapDataKey(
  keyring: Keyring,
  wrapped: WrappedDataKey,
  ref: DataKeyRef,
): WrappedDataKey | null {
  if (wrappingKeyId(wrapped) === keyring.current.id) return null;
  return wrap(keyring.current, openDataKey(keyring, wrapped, ref), ref);
}

/** The id of the keyring key that unwraps this data key. */
export function wrappingKeyId(wrapped: WrappedDataKey): string {
  return wrapped.split(":")[1] ?? "";
}
