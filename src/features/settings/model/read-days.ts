const mostDays = 3_650;

/** A number of days as somebody typed it; null for nothing, undefined for what is not one. */
export function readDays(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  const days = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  return days >= 1 && days <= mostDays ? days : undefined;
}
