/** Types and codes are plain words; a vendor that put a key or a prompt there would break this form. */
export function toWord(text: unknown): string | null {
  return typeof text === "string" && /^[a-z]+(_[a-z]+)*$/.test(text) && text.length <= 64 ? text : null;
}

/** A request id as vendors write them, or null. */
export function toRequestId(header: string | null | undefined, apiKey: string): string | null {
  const isId = header != null && /^[A-Za-z0-9_-]{1,128}$/.test(header) && !header.includes(apiKey);
  return isId ? header : null;
}
