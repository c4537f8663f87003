import { expect, it } from "vitest";
import type { LogLine } from "./live/live-run.ts";
import { repairsIn } from "./repairs-in.ts";

const started = (attempt: number, change: object = {}) =>
  ({ type: "node.started", nodeId: "ask", attempt, ...change }) as unknown as LogLine;

it("finds the attempts that corrected an answer, and whose", () => {
  expect(repairsIn([])).toEqual(new Map());
  expect(repairsIn([started(1), started(2, { repairOf: 1 }), started(3)])).toEqual(new Map([[2, 1]]));
});
