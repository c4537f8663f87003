import { expect, it, onTestFinished } from "vitest";
import { Standstills } from "./standstills.ts";

function looksAt(...timesMs: readonly number[]): Standstills {
  const standstills = new Standstills(0);
  // It is looked by hand.
  standstills.stop();
  onTestFinished(() => standstills.stop());
  for (const atMs of timesMs) standstills.look(atMs);
  return standstills;
}

it("takes what was read for what came then, where the process was awake", () => {
  const standstills = looksAt(10, 25, 40, 1_040, 1_050, 1_060, 1_070, 1_080);
  expect([5, 30, 39].map((atMs) => standstills.earliestArrival(atMs))).toEqual([5, 30, 39]);
  expect(standstills.earliestArrival(1_080)).toBe(1_080);
});

it("knows that what was read after a standstill may have come at its beginning", () => {
  const standstills = looksAt(10, 1_010, 1_020, 1_030);
  expect([11, 500, 1_010, 1_025].map((atMs) => standstills.earliestArrival(atMs))).toEqual([10, 10, 10, 10]);
});

it("goes back over as many standstills as the reading of a request takes turns, and no further", () => {
  const standstills = looksAt(100, 200, 300, 400, 500);
  expect(standstills.earliestArrival(500)).toBe(200);
});
