import { Cron } from "croner";

/** The instants of a schedule, in milliseconds since the epoch. */
export interface Calendar {
  /** The first `count` after an instant; fewer if there are no more. */
  after(instantMs: number, count: number): readonly number[];
  /** The last `count` after `fromMs` and up to and including `toMs`, oldest first. */
  between(fromMs: number, toMs: number, count: number): readonly number[];
}

/** Letters, digits and the signs of cron; no `?`, which other programs read as "now", and no names such as `@daily`. */
const fieldPattern = /^[A-Za-z0-9*,/#-]+$/;
const fieldCount = 5;

/**
 * The calendar of a cron line in a zone. When clocks go forward, a fixed time that does not exist is due at the first
 * that does; when they go back, a fixed time that occurs twice is due once, and a repeated one (every ten minutes) is
 * due in both hours. Throws if `cronFault` finds an error.
 */
export function calendarOf(cron: string, timezone: string): Calendar {
  const clock = clockOf(cron, timezone);
  return {
    after: (instantMs, count) =>
      clock.nextRuns(count, new Date(instantMs)).map((instant) => instant.getTime()),
    between(fromMs, toMs, count) {
      const found: number[] = [];
      let before = toMs + 1;
      while (found.length < count) {
        const instant = clock.previousRuns(1, new Date(before))[0]?.getTime();
        if (instant === undefined || instant <= fromMs) break;
        found.push(instant);
        before = instant;
      }
      return found.toReversed();
    },
  };
}

/** What is wrong with a cron line, in words that follow its name; null if nothing is. */
export function cronFault(cron: string): string | null {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== fieldCount) {
    return `must have five fields (minute, hour, day of the month, month, day of the week), but has ${fields.length}`;
  }
  const odd = fields.find((field) => !fieldPattern.test(field));
  if (odd !== undefined) return `has a field that cannot be read: ${odd.slice(0, 40)}`;
  try {
    const first = clockOf(cron, "UTC").nextRun(new Date("2026-01-01T00:00:00Z"));
    return first === null ? "names a day that never comes" : null;
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^CronPattern: /, "") : "it is not a cron line";
    return `cannot be read: ${reason}`;
  }
}

/** Whether it is a zone of the IANA database, such as `Europe/Berlin`. */
export function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function clockOf(cron: string, timezone: string): Cron {
  return new Cron(cron, { timezone, mode: "5-part", fixedTimeRule: "no-wildcard", paused: true });
}
