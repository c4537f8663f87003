const microsPerDollar = 1_000_000;
const mostDollars = 1_000_000;

/** Parses typed dollars to micros; null unless it is an amount up to a million. */
export function parseDollars(text: string): number | null {
  const cleaned = text.trim().replace(/^\$/, "").trim();
  if (!/^\d{1,7}(\.\d{1,6})?$/.test(cleaned)) return null;
  const dollars = Number(cleaned);
  return dollars > mostDollars ? null : Math.round(dollars * microsPerDollar);
}

/** An amount as people type it: `12.5`. */
export function toDollars(micros: number): string {
  return String(micros / microsPerDollar);
}
