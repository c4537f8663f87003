import { expect, it } from "vitest";
import { countLeftOut } from "./left-out-steps.ts";

it("counts the steps of a run's document that lack their output", () => {
  const kept = { nodeId: "a", output: 1 };
  const leftOut = { nodeId: "b", output: null, outputLeftOut: true };
  expect(countLeftOut(JSON.stringify({ output: null, steps: [kept] }))).toBe(0);
  expect(countLeftOut(JSON.stringify({ output: null, steps: [kept, leftOut, leftOut] }, null, 2))).toBe(2);
});

it("ignores texts that only mention it", () => {
  expect(countLeftOut('no JSON, but "outputLeftOut"')).toBe(0);
  expect(countLeftOut(JSON.stringify({ steps: [null, { output: '"outputLeftOut":true' }] }))).toBe(0);
});
