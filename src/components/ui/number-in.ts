/** The whole number above zero that a part of an address says; null for anything else. */
export function numberIn(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
