/** The keys that wrap workspaces' data keys. They are in the environment and never stored. */
export interface Keyring {
  /** Wraps new data keys. */
  readonly current: KeyringKey;
  /** Every key that may still be needed for unwrapping. */
  readonly byId: ReadonlyMap<string, KeyringKey>;
}

export interface KeyringKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads `k1:<base64>,k0:<base64>`: the first key is the current one. To rotate, put a new key first, rewrap, then drop
 * the old one.
 * @throws Error, without the text, when a key is not 32 bytes or an id occurs twice.
 */
export function parseKeyring(text: string): Keyring {
  const keys = text.split(",").map(parseKey);
  const [current] = keys;
  const byId = new Map(keys.map((key) => [key.id, key]));
  if (current === undefined || byId.size !== keys.length) throw new Error("The keyring names a key twice.");
  return { current, byId };
}

function parseKey(entry: string): KeyringKey {
  const colon = entry.indexOf(":");
  const id = entry.slice(0, colon);
  const bytes = Buffer.from(entry.slice(colon + 1), "base64");
  if (colon < 1 || bytes.length !== 32)
    throw new Error(`Key ${id} of the keyring is not 32 bytes of base64.`);
  return { id, bytes };
}
