import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "#core/errors.ts";

const algorithm = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts with AES-256-GCM under a fresh random 96-bit IV. `binding` is authenticated but not stored: opening requires
 * the same one, so a ciphertext moved to another row does not open.
 * @returns `iv:ciphertext:tag`, each in base64url.
 */
export function sealBox(key: Uint8Array, plaintext: Uint8Array, binding: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(binding, "utf8"));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString("base64url")).join(":");
}

/**
 * Opens what `sealBox` made.
 * @throws AppError KEY_UNREADABLE when the key, the binding or any bit differs.
 */
export function openBox(key: Uint8Array, box: string, binding: string): Buffer {
  const [iv, ciphertext, tag] = box.split(":").map((part) => Buffer.from(part, "base64url"));
  if (iv?.length !== ivBytes || ciphertext === undefined || tag?.length !== tagBytes) throw unopened();
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(binding, "utf8"));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch (cause) {
    throw unopened(cause);
  }
}

function unopened(cause?: unknown): AppError {
  return new AppError(
    "KEY_UNREADABLE",
    "A stored secret could not be opened.",
    cause === undefined ? {} : { cause },
  );
}
