import { formatMoney } from "#components/ui/format/money.ts";
import type { Budget } from "./budget-words.ts";

type ForecastBudget = Pick<Budget, "forecast" | "window" | "state" | "per" | "timezone">;

/**
 * `About $12.40 by the end of November; the limit on 24 Nov`, in the budget's time zone. Null if there is no forecast:
 * the budget is per run, or used up.
 */
export function forecastWords({ forecast, window, state, per, timezone }: ForecastBudget): string | null {
  if (window === null || state === "full") return null;
  if (forecast === null) return "Not enough spent yet for a forecast";
  const { forecastMicros, reachedAtMs } = forecast;
  const write = writer(timezone);
  const end = per === "month" ? write(window.startsAtMs, { month: "long" }) : "the day";
  const about = `About ${formatMoney(forecastMicros)} by the end of ${end}`;
  if (reachedAtMs === null) return about;
  const when =
    per === "month"
      ? `on ${write(reachedAtMs, { day: "numeric", month: "short" })}`
      : `at ${write(reachedAtMs, { hour: "2-digit", minute: "2-digit" })}`;
  return `${about}; the limit ${when}`;
}

function writer(timezone: string) {
  const timeZone = knownZone(timezone);
  return (atMs: number, parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { ...parts, timeZone }).format(atMs);
}

/** The database may know a time zone that this browser does not. */
function knownZone(timezone: string): string {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: timezone });
    return timezone;
  } catch {
    return "UTC";
  }
}
