/** What costs can be grouped by. A node belongs to its pipeline; a member is who started the run. */
export const costGroups = ["day", "pipeline", "node", "model", "key", "member"] as const;
export type CostGroup = (typeof costGroups)[number];

/** The longest period of a query: a leap year. */
export const longestCostDays = 366;

const dayMs = 86_400_000;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text is a valid day, like `2026-11-29`. */
export function isDay(text: string): boolean {
  if (!dayPattern.test(text)) return false;
  const timeMs = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(timeMs) && dayOf(timeMs) === text;
}

/** The UTC day of a moment (milliseconds since the epoch). */
export function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** The day `count` days later, or earlier if `count` is negative. */
export function addDays(day: string, count: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + count * dayMs);
}

/** The number of days from the first to the last, both included; 0 or less if the last is before the first. */
export function countDays(firstDay: string, lastDay: string): number {
  return (Date.parse(`${lastDay}T00:00:00Z`) - Date.parse(`${firstDay}T00:00:00Z`)) / dayMs + 1;
}

/**
 * The whole months within a period: from the first of one up to the first of another, which is excluded. If there are
 * none, both are the day after the period's last. A month counts as whole if the period ends today or later: nothing
 * has been spent in the rest of it.
 */
export function wholeMonths(
  firstDay: string,
  lastDay: string,
  today: string,
): { readonly from: string; readonly until: string } {
  const end = addDays(lastDay, 1);
  const from = firstDay.endsWith("-01") ? firstDay : firstOfNextMonth(firstDay);
  const until =
    lastDay >= today && lastDay.slice(0, 7) === today.slice(0, 7)
      ? firstOfNextMonth(lastDay)
      : `${end.slice(0, 7)}-01`;
  return from < until ? { from, until } : { from: end, until: end };
}

function firstOfNextMonth(day: string): string {
  return `${addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
}
