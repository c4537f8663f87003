import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideDue } from "./decide-due.ts";

const minute = 60_000;
const hour = 60 * minute;
const now = Date.parse("2026-11-29T12:00Z");
const ago = (...hours: readonly number[]) => hours.map((count) => now - count * hour);
const outcomes = (catchUp: "none" | "one" | "all", due: readonly number[], catchUpSeconds = 3_600) =>
  decideDue({ catchUp, catchUpSeconds, jitterSeconds: 0 }, due, now).map(({ outcome }) => outcome);

describe("times that have come", () => {
  it("starts what is in time, whatever is caught up on", () => {
    for (const catchUp of ["none", "one", "all"] as const)
      expect(outcomes(catchUp, [now - 900])).toEqual(["start"]);
  });

  it("catches up on none", () => {
    expect(outcomes("none", [...ago(2, 1, 0.5), now])).toEqual(["missed", "missed", "missed", "start"]);
  });

  it("catches up on the last within the window, for all of them", () => {
    expect(outcomes("one", ago(3, 2, 1, 0.5))).toEqual(["missed", "missed", "coalesced", "start"]);
    expect(outcomes("one", ago(3, 2))).toEqual(["missed", "missed"]);
    expect(outcomes("one", ago(3, 2), 3 * 3_600)).toEqual(["coalesced", "start"]);
  });

  it("catches up on all within the window, and on a hundred at most", () => {
    expect(outcomes("all", ago(3, 2, 1, 0.5))).toEqual(["missed", "missed", "start", "start"]);
    const many = Array.from({ length: 130 }, (_, index) => now - (130 - index) * minute);
    const decided = outcomes("all", many, 24 * 3_600);
    expect(decided.filter((outcome) => outcome === "start")).toHaveLength(100);
    expect(decided.lastIndexOf("missed")).toBe(29);
  });

  it("lets a spread schedule be as late as its spread", () => {
    const spread = { catchUp: "none", catchUpSeconds: 3_600, jitterSeconds: 600 } as const;
    expect(decideDue(spread, [now - 9 * minute], now)).toMatchObject([{ outcome: "start" }]);
  });

  it("decides on each time once, and gives a reason for each that does not start", () => {
    const due = fc.uniqueArray(fc.integer({ min: 0, max: 200_000 }), { maxLength: 150 });
    fc.assert(
      fc.property(due, fc.constantFrom("none", "one", "all"), (secondsAgo, catchUp) => {
        const instants = secondsAgo.toSorted((a, b) => b - a).map((seconds) => now - seconds * 1_000);
        const verdicts = decideDue({ catchUp, catchUpSeconds: 7_200, jitterSeconds: 0 }, instants, now);
        expect(verdicts.map(({ dueAtMs }) => dueAtMs)).toEqual(instants);
        expect(verdicts.every((verdict) => verdict.outcome === "start" || verdict.reason.endsWith("."))).toBe(
          true,
        );
      }),
    );
  });
});
