import { describe, expect, it } from "vitest";
import { measureSlowness, Pace } from "./pace.ts";

/** Looks once a second, at a machine that gives these shares of itself. */
function paceOf(slowness: readonly number[]): Pace {
  const left = [...slowness];
  const pace = new Pace(() => left.shift() ?? 1, 0);
  for (const [index] of slowness.entries()) pace.look((index + 1) * 1_000);
  return pace;
}

describe("the pace of a machine", () => {
  it("stretches a time by how slow the machine was meanwhile", () => {
    const pace = paceOf([1, 3, 5, 1]);
    expect(pace.stretched(60_000, 0, 4_000)).toBe(150_000);
    expect(pace.stretched(60_000, 2_000, 3_000)).toBe(240_000);
    expect(pace.stretched(60_000, 4_000, 9_000)).toBe(60_000);
    expect(pace.stretched(60_000, 5_000, 9_000)).toBe(60_000);
  });

  it("looks no more than once a second", () => {
    let looks = 0;
    const pace = new Pace(() => (looks += 1), 0);
    for (let nowMs = 0; nowMs <= 10_000; nowMs += 25) pace.look(nowMs);
    expect(looks).toBe(10);
  });

  it("never says that a machine is faster than it is", () => {
    expect(measureSlowness()).toBeGreaterThanOrEqual(1);
  });
});
