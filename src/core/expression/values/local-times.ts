/** What a place's clock shows at an instant, as milliseconds since 1970 as if it were UTC. */
export type LocalClock = (milliseconds: number) => number;

const dayMs = 86_400_000;

/**
 * The instant at which a place's clock shows a time. Where clocks are put back it shows it twice: the first one. Where
 * they are put forward it never does: as much later as was skipped.
 */
export function instantOf(localMs: number, clock: LocalClock): number {
  const before = localMs - offsetAt(localMs - dayMs, clock);
  const after = localMs - offsetAt(localMs + dayMs, clock);
  const shown = [before, after].filter((instant) => clock(instant) === localMs);
  return shown.length === 0 ? before : Math.min(...shown);
}

function offsetAt(milliseconds: number, clock: LocalClock): number {
  return clock(milliseconds) - milliseconds;
}

export const calendarUnits = ["hour", "day", "week", "month", "year"] as const;
export type CalendarUnit = (typeof calendarUnits)[number];

/** When the hour, day, week (from Monday), month or year began in which a clock shows this time. */
export function startOfUnit(localMs: number, unit: CalendarUnit): number {
  const local = new Date(localMs);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  switch (unit) {
    case "hour":
      return utc(year, month, day) + local.getUTCHours() * 3_600_000;
    case "day":
      return utc(year, month, day);
    case "week":
      return utc(year, month, day - ((local.getUTCDay() + 6) % 7));
    case "month":
      return utc(year, month, 1);
    case "year":
      return utc(year, 0, 1);
  }
}

/** As `Date.UTC`, which takes years below 100 for those of the last century. */
function utc(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}
