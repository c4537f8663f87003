import { createHash } from "node:crypto";

/** The SHA-256 of a text in hexadecimal, as recordings keep what was asked. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
