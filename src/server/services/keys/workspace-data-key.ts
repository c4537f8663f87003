import { AppError } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { createDataKey, openDataKey, wrappingKeyId } from "#server/crypto/data-key.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import {
  findCurrentDataKey,
  findDataKey,
  insertDataKey,
  type StoredDataKey,
} from "#server/db/keys/data-key-store.ts";

/** A data key ready for use, for one use-case only. */
export interface OpenedDataKey {
  readonly version: number;
  readonly bytes: Uint8Array;
}

/** The key that seals this workspace's secrets now; creates the first one when there is none. */
export async function sealingDataKey(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
): Promise<OpenedDataKey> {
  const current =
    (await findCurrentDataKey(tx, workspaceId)) ?? (await addDataKey(tx, keyring, workspaceId, 1));
  return open(keyring, workspaceId, current);
}

/** @throws AppError KEY_UNREADABLE when the version does not exist or the keyring cannot unwrap it. */
export async function openingDataKey(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  version: number,
): Promise<OpenedDataKey> {
  const stored = await findDataKey(tx, workspaceId, version);
  if (stored === null) {
    throw new AppError("KEY_UNREADABLE", `The data key ${version} of a workspace is missing.`);
  }
  return open(keyring, workspaceId, stored);
}

/** Adds a version; if another transaction was faster, its version is used. */
export async function addDataKey(
  tx: TenantTransaction,
  keyring: Keyring,
  workspaceId: WorkspaceId,
  version: number,
): Promise<StoredDataKey> {
  const wrapped = createDataKey(keyring, { workspaceId, version });
  const made = { version, keyringId: wrappingKeyId(wrapped), wrapped };
  if (await insertDataKey(tx, workspaceId, made)) return made;
  return (await findDataKey(tx, workspaceId, version)) ?? made;
}

function open(
  keyring: Keyring,
  workspaceId: WorkspaceId,
  { version, wrapped }: StoredDataKey,
): OpenedDataKey {
  return { version, bytes: openDataKey(keyring, wrapped, { workspaceId, version }) };
}
