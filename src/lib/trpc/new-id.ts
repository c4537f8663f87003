/**
 * A random id of 128 bits. `crypto.randomUUID` exists only on https and localhost; Penstock also runs on plain http in
 * a local network, where `getRandomValues` is there.
 */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
