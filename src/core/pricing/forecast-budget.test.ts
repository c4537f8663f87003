import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BudgetToForecast, forecastBudget, type RecentSpending, recentDays } from "./forecast-budget.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const startsAtMs = Date.UTC(2026, 10, 1);
const dollar = 1_000_000;

interface Use {
  readonly settledMicros?: number;
  readonly reservedMicros?: number;
  readonly limitMicros?: number;
}

function budgetOf(
  per: "day" | "month",
  { settledMicros = 0, reservedMicros = 0, limitMicros = dollar }: Use,
) {
  const endsAtMs = startsAtMs + (per === "day" ? 1 : 30) * dayMs;
  return { per, limitMicros, window: { startsAtMs, endsAtMs, settledMicros, reservedMicros } };
}

describe("the forecast of a month", () => {
  const recent = { spentMicros: 7 * dollar, days: 7 };

  it("goes on like the mean of the last days, and says when the limit is reached", () => {
    const budget = budgetOf("month", { settledMicros: 10 * dollar, limitMicros: 20 * dollar });
    const atMs = startsAtMs + 15 * dayMs;
    expect(forecastBudget(budget, recent, atMs)).toEqual({
      forecastMicros: 25 * dollar,
      reachedAtMs: startsAtMs + 25 * dayMs,
    });
    const roomy = budgetOf("month", { settledMicros: 10 * dollar, limitMicros: 26 * dollar });
    expect(forecastBudget(roomy, recent, atMs)).toEqual({ forecastMicros: 25 * dollar, reachedAtMs: null });
  });

  it("counts the days since something was spent first", () => {
    const budget = budgetOf("month", { settledMicros: 2 * dollar, limitMicros: 99 * dollar });
    const young = { spentMicros: 2 * dollar, days: 2 };
    expect(forecastBudget(budget, young, startsAtMs + 2 * dayMs)?.forecastMicros).toBe(30 * dollar);
  });

  it("says nothing where nothing was spent on the days before", () => {
    const budget = budgetOf("month", { settledMicros: dollar });
    expect(forecastBudget(budget, null, startsAtMs + 15 * dayMs)).toBeNull();
  });
});

describe("the forecast of a day", () => {
  it("without days before it goes on as it began, once a quarter of it is over", () => {
    const budget = budgetOf("day", { settledMicros: 600_000, limitMicros: dollar });
    expect(forecastBudget(budget, null, startsAtMs + 5 * hourMs)).toBeNull();
    expect(forecastBudget(budget, null, startsAtMs + 12 * hourMs)).toEqual({
      forecastMicros: 1_200_000,
      reachedAtMs: startsAtMs + 20 * hourMs,
    });
    expect(forecastBudget(budgetOf("day", {}), null, startsAtMs + 12 * hourMs)).toBeNull();
  });

  it("is the usual day as it begins, and mixed with its own pace later", () => {
    const recent = { spentMicros: 6 * dollar, days: 3 };
    const roomy = { limitMicros: 99 * dollar };
    expect(forecastBudget(budgetOf("day", roomy), recent, startsAtMs)?.forecastMicros).toBe(2 * dollar);
    const busy = budgetOf("day", { ...roomy, settledMicros: 4 * dollar });
    // At noon half of each: half a day at 8 dollars a day, and half a day at 2.
    expect(forecastBudget(busy, recent, startsAtMs + 12 * hourMs)?.forecastMicros).toBe(6_500_000);
  });
});

it("says nothing of a budget that each run has for itself", () => {
  const budget = { per: "run", limitMicros: dollar, window: null } as const;
  expect(forecastBudget(budget, { spentMicros: dollar, days: 1 }, startsAtMs)).toBeNull();
});

const micros = fc.integer({ min: 0, max: 1_000_000_000_000 });
const someBudget = fc
  .record({
    per: fc.constantFrom("day" as const, "month" as const),
    settledMicros: micros,
    reservedMicros: micros,
    limitMicros: micros,
  })
  .map(({ per, ...use }) => budgetOf(per, use));
const someRecent = fc.record({
  spentMicros: fc.integer({ min: 1, max: 1_000_000_000_000 }),
  days: fc.integer({ min: 1, max: recentDays }),
});
const someTime = fc.integer({ min: -hourMs, max: 31 * dayMs }).map((since) => startsAtMs + since);

describe("any forecast", () => {
  it("is not less than what is used, and names a time of its window exactly where it comes to the limit", () => {
    const check = (budget: BudgetToForecast, recent: RecentSpending, nowMs: number) => {
      const { window, limitMicros } = budget;
      const found = forecastBudget(budget, recent, nowMs);
      if (found === null || window === null) return expect.fail("there are days to go by");
      const { forecastMicros, reachedAtMs } = found;
      expect(Number.isSafeInteger(forecastMicros)).toBe(true);
      expect(forecastMicros).toBeGreaterThanOrEqual(window.settledMicros + window.reservedMicros);
      expect(reachedAtMs !== null).toBe(forecastMicros >= limitMicros);
      if (reachedAtMs === null) return;
      expect(reachedAtMs).toBeGreaterThanOrEqual(Math.min(Math.max(nowMs, startsAtMs), window.endsAtMs));
      expect(reachedAtMs).toBeLessThanOrEqual(window.endsAtMs);
    };
    fc.assert(fc.property(someBudget, someRecent, someTime, check));
  });

  it("is what is used once the window is over", () => {
    fc.assert(
      fc.property(someBudget, someRecent, ({ window, ...budget }, recent) => {
        const found = forecastBudget({ ...budget, window }, recent, window.endsAtMs);
        expect(found?.forecastMicros).toBe(window.settledMicros + window.reservedMicros);
      }),
    );
  });

  it("never falls, and comes to the limit no later, where more was spent on the days before", () => {
    fc.assert(
      fc.property(someBudget, someRecent, micros, someTime, (budget, recent, more, nowMs) => {
        const busier = { ...recent, spentMicros: recent.spentMicros + more };
        const [low, high] = [recent, busier].map((days) => forecastBudget(budget, days, nowMs));
        expect(high?.forecastMicros ?? -1).toBeGreaterThanOrEqual(low?.forecastMicros ?? 0);
        const [late, early] = [low, high].map((one) => one?.reachedAtMs ?? Number.POSITIVE_INFINITY);
        expect(early).toBeLessThanOrEqual(late ?? 0);
      }),
    );
  });
});
