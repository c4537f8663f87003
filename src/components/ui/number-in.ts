/** Parses a positive whole number from part of a URL; null for anything else. */
export function numberIn(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
