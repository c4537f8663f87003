const mostDays = 3_650;

/** Parses a number of days; null for an empty field, undefined for invalid input. */
export function readDays(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  const days = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  return days >= 1 && days <= mostDays ? days : undefined;
}
