import type { Json } from "#core/json/json.ts";
import { sortedJson } from "#core/json/same-json.ts";

/** sha-256 of a value, in hex, independent of the order of its keys. */
export async function fingerprintOf(value: Json): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(sortedJson(value)));
  const hash = await crypto.subtle.digest("SHA-256", text);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
