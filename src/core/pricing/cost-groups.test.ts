import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, countDays, dayOf, isDay, wholeMonths } from "./cost-groups.ts";

const day = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays("1999-12-30", count));

describe("days of costs", () => {
  it("are days that there are", () => {
    expect(["2026-02-28", "2024-02-29"].filter(isDay)).toHaveLength(2);
    expect(["2026-02-29", "2026-2-1", "2026-13-01", "", "2026-01-01T00:00"].filter(isDay)).toEqual([]);
  });

  it("count from the first to the last", () => {
    expect(countDays("2026-11-29", "2026-11-29")).toBe(1);
    expect(countDays("2026-11-30", "2026-11-29")).toBe(0);
    expect(dayOf(Date.UTC(2026, 0, 1) - 1)).toBe("2025-12-31");
  });

  it("are whole months and the days around them: no day is missed, none is there twice", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 500 }), (firstDay, length) => {
        const lastDay = addDays(firstDay, length);
        const end = addDays(lastDay, 1);
        const { from, until } = wholeMonths(firstDay, lastDay);
        expect(from >= firstDay && until <= end && from <= until).toBe(true);
        if (from === until) {
          expect(from).toBe(end);
          return;
        }
        expect([from.slice(8), until.slice(8)]).toEqual(["01", "01"]);
        // What is left over on either side is less than a month.
        expect(countDays(firstDay, from) - 1).toBeLessThan(31);
        expect(countDays(until, end) - 1).toBeLessThan(31);
      }),
    );
  });
});
