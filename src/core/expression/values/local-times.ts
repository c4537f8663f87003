/** The local time at an instant, as milliseconds since 1970 as if it were UTC. */
export type LocalClock = (milliseconds: number) => number;

const dayMs = 86_400_000;

/**
 * The instant of a local time. If clocks are put back and it occurs twice: the first one. If clocks are put forward and
 * it never occurs: later by as much as was skipped.
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

/** The start of the hour, day, week (from Monday), month or year that contains this local time. */
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

/** Like `Date.UTC`, which takes years below 100 for those of the last century. */
function utc(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}
