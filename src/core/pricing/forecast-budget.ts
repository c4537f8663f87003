import type { BudgetPeriod } from "./budget.ts";

/** What a budget comes to by the end of its day or month at the present rate. */
export interface BudgetForecast {
  /** What would be spent by then, in micros of USD, without a limit; never less than what is spent and held now. */
  readonly forecastMicros: number;
  /** When the limit is reached, in milliseconds since the epoch; null: not in this day or month. */
  readonly reachedAtMs: number | null;
}

/** What was spent under a budget on the whole days before today. */
export interface RecentSpending {
  /** Micros of USD, of all those days together. */
  readonly spentMicros: number;
  /** The number of days: from the first with any spending to yesterday. 1 to `recentDays`. */
  readonly days: number;
}

/** How many days determine a usual day. */
export const recentDays = 7;

/** Without earlier days, a day is extrapolated only once this share of it is over. */
const tellingShare = 0.25;
const dayMs = 86_400_000;

interface Window {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly reservedMicros: number;
  readonly settledMicros: number;
}

export interface BudgetToForecast {
  readonly per: BudgetPeriod;
  readonly limitMicros: number;
  /** The current day or month; null: each run has a budget of its own. */
  readonly window: Window | null;
}

/**
 * What a budget will come to, and when its limit is reached. A month continues like the usual day of the last week. A
 * day does as well, but the more of it is over, the more it continues like itself. Null if there is too little to go
 * by: a budget for each run, nothing spent on the days before, and too little of the day over.
 */
export function forecastBudget(
  { per, limitMicros, window }: BudgetToForecast,
  recent: RecentSpending | null,
  nowMs: number,
): BudgetForecast | null {
  if (window === null) return null;
  const { startsAtMs, endsAtMs, reservedMicros, settledMicros } = window;
  const atMs = Math.min(Math.max(nowMs, startsAtMs), endsAtMs);
  const pace = paceOf(per, window, recent, atMs);
  if (pace === null) return null;
  const usedMicros = settledMicros + reservedMicros;
  const expectedMicros = Math.round(settledMicros + pace * (endsAtMs - atMs));
  const forecastMicros = Math.max(usedMicros, expectedMicros);
  if (usedMicros >= limitMicros) return { forecastMicros, reachedAtMs: atMs };
  if (forecastMicros < limitMicros) return { forecastMicros, reachedAtMs: null };
  const reachedAtMs = Math.round(atMs + (limitMicros - settledMicros) / pace);
  return { forecastMicros, reachedAtMs: Math.min(reachedAtMs, endsAtMs) };
}

/** Micros per millisecond of the remaining time; null: unknown. */
function paceOf(
  per: BudgetPeriod,
  { startsAtMs, endsAtMs, settledMicros }: Window,
  recent: RecentSpending | null,
  atMs: number,
): number | null {
  const usual = recent === null ? null : recent.spentMicros / (recent.days * dayMs);
  switch (per) {
    case "run":
      return null;
    case "month":
      return usual;
    case "day": {
      const share = (atMs - startsAtMs) / (endsAtMs - startsAtMs);
      if (usual !== null) return settledMicros / (endsAtMs - startsAtMs) + (1 - share) * usual;
      return settledMicros > 0 && share >= tellingShare ? settledMicros / (atMs - startsAtMs) : null;
    }
  }
}
