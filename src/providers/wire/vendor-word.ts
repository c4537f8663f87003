/**
 * The text if it is a plain word, as types and codes are; otherwise null, since a vendor might put a key or a prompt
 * there.
 */
export function toWord(text: unknown): string | null {
  return typeof text === "string" && /^[a-z]+(_[a-z]+)*$/.test(text) && text.length <= 64 ? text : null;
}

/** A request id as vendors write them, or null. */
export function toRequestId(header: string | null | undefined, apiKey: string): string | null {
  const isId = header != null && /^[A-Za-z0-9_-]{1,128}$/.test(header) && !header.includes(apiKey);
  return isId ? header : null;
}
