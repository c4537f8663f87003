import type { Json } from "#core/json/json.ts";

/** Bytes that are not text, as a run carries them: the body of a response that is a picture. */
export interface KeptBytes {
  readonly base64: string;
  readonly mediaType: string;
  /** The number of bytes. */
  readonly bytes: number;
}

/**
 * Bytes as a run carries them: for a field of its input that an agent is shown, or that a request sends. An invalid
 * type becomes `application/octet-stream`.
 */
export function keepBytes(bytes: Uint8Array, mediaType: string): KeptBytes {
  // Not all at once: a call takes only so many arguments.
  let text = "";
  for (let at = 0; at < bytes.length; at += bytesAtOnce) {
    text += String.fromCharCode(...bytes.subarray(at, at + bytesAtOnce));
  }
  const type = isMediaType(mediaType) ? mediaType : "application/octet-stream";
  return { base64: btoa(text), mediaType: type, bytes: bytes.length };
}

const bytesAtOnce = 8_192;

/** Reads a value as bytes; null for anything else, including one with a further field or a wrong length. */
export function readKeptBytes(value: Json): KeptBytes | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { base64, mediaType, bytes, ...rest } = value;
  if (typeof base64 !== "string" || typeof mediaType !== "string" || typeof bytes !== "number") return null;
  const digits = base64.replace(/={1,2}$/, "");
  const isWhole = base64.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(digits);
  const isRight = isWhole && bytes === Math.floor((digits.length * 3) / 4) && isMediaType(mediaType);
  return isRight && Object.keys(rest).length === 0 ? { base64, mediaType, bytes } : null;
}

/** Whether a text is a media type without parameters, like `image/png`. */
export function isMediaType(text: string): boolean {
  return text.length <= 200 && /^[\w.+-]+\/[\w.+-]+$/.test(text);
}
