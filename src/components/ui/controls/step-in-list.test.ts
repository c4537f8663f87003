import { expect, it } from "vitest";
import { stepInList } from "./step-in-list.ts";

it("steps down and up, and wraps at both ends", () => {
  expect(stepInList("ArrowDown", 0, 3)).toBe(1);
  expect(stepInList("ArrowDown", 2, 3)).toBe(0);
  expect(stepInList("ArrowUp", 0, 3)).toBe(2);
  expect(stepInList("ArrowUp", 2, 3)).toBe(1);
});

it("does nothing in an empty list or for other keys", () => {
  expect(Math.abs(stepInList("ArrowUp", 0, 0) ?? 1)).toBe(0);
  expect(stepInList("ArrowDown", 0, 0)).toBe(0);
  expect(stepInList("Enter", 0, 3)).toBeNull();
});
