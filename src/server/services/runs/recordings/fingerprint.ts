import { createHash } from "node:crypto";

/** The SHA-256 of a text in hexadecimal, by which recordings identify requests. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
