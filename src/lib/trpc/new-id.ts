/**
 * A random id of 128 bits. Not `crypto.randomUUID`, which needs https or localhost; Penstock also runs on plain http in
 * a local network, where `getRandomValues` works.
 */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
