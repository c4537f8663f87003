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
        const { from, until } = wholeMonths(firstDay, lastDay, "2100-01-01");
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

  it("take the month that it is as whole where nothing of it is left out", () => {
    expect(wholeMonths("2025-11-30", "2026-11-29", "2026-11-29")).toEqual({
      from: "2025-12-01",
      until: "2026-12-01",
    });
    expect(wholeMonths("2026-11-05", "2026-11-29", "2026-11-29")).toEqual({
      from: "2026-11-30",
      until: "2026-11-30",
    });
    expect(wholeMonths("2026-11-01", "2026-11-28", "2026-11-29")).toEqual({
      from: "2026-11-29",
      until: "2026-11-29",
    });
    expect(wholeMonths("2026-11-01", "2026-11-30", "2026-11-29")).toEqual({
      from: "2026-11-01",
      until: "2026-12-01",
    });
  });
});
