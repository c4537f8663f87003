import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tickLabel, timeTicks } from "./time-ticks.ts";

describe("timeTicks", () => {
  it("are round times", () => {
    expect(timeTicks(3_400, 5)).toEqual([1_000, 2_000, 3_000]);
    expect(timeTicks(95_000, 5)).toEqual([30_000, 60_000, 90_000]);
    expect(timeTicks(1, 5)).toEqual([]);
  });

  it("have different labels", () => {
    const ticks = timeTicks(240, 5);
    expect(ticks.map((tick) => tickLabel(tick, ticks))).toEqual(["50 ms", "100 ms", "150 ms", "200 ms"]);
  });

  it("are few, in order and within the range, for any length", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (lengthMs) => {
        const ticks = timeTicks(lengthMs, 5);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.every((tick) => tick > 0 && tick < lengthMs)).toBe(true);
        expect(ticks).toEqual([...ticks].sort((left, right) => left - right));
        expect(new Set(ticks.map((tick) => tickLabel(tick, ticks))).size).toBe(ticks.length);
      }),
    );
  });
});
