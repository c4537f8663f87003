import { expect, it } from "vitest";
import { comparedWords } from "./compared-cost.ts";

const usual = { p50Micros: 1_000, p90Micros: 2_000 };

it.each([
  [1_000, "it cost 1.0 times the median"],
  [500, "it cost 0.5 times the median"],
  [2_001, "it cost 2.0 times the median, more than nine of ten runs"],
  [1_234_000, "it cost 1,234 times the median, more than nine of ten runs"],
  [0, "it cost 0.0 times the median"],
])("holds a cost of %i against what is usual", (costMicros, words) => {
  expect(comparedWords({ status: "completed", costMicros }, usual)).toBe(words);
});

it("is null before the end, and if a cost is unknown", () => {
  expect(comparedWords({ status: "running", costMicros: 1 }, usual)).toBeNull();
  expect(comparedWords({ status: "failed", costMicros: null }, usual)).toBeNull();
  expect(comparedWords({ status: "failed", costMicros: 1 }, null)).toBeNull();
  expect(comparedWords({ status: "failed", costMicros: 1 }, { p50Micros: 0, p90Micros: 9 })).toBeNull();
});
