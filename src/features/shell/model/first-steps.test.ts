import { expect, it } from "vitest";
import { formatSteps, parseSteps } from "./first-steps.ts";

it("parses what it formats, and nothing else", () => {
  const known = new Set(["run", "hidden"] as const);
  expect(parseSteps(formatSteps(known))).toEqual(known);
  expect(parseSteps(undefined)).toEqual(new Set());
  expect(parseSteps("a+editor+<b>")).toEqual(new Set(["editor"]));
});
