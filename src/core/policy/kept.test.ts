import { expect, it } from "vitest";
import { leastRounds, roundsForBodiesOf } from "./kept.ts";

it("lets one workspace delete bodies five times as quickly as each of many", () => {
  expect([1, 2, 5, 20].map(roundsForBodiesOf)).toEqual([100, 50, leastRounds, leastRounds]);
});
