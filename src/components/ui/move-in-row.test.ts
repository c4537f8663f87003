import { expect, it } from "vitest";
import { placeInRow } from "./move-in-row.ts";

it.each([
  ["ArrowRight", 1, 2],
  ["ArrowRight", 2, 0],
  ["ArrowDown", 0, 1],
  ["ArrowLeft", 1, 0],
  ["ArrowLeft", 0, 2],
  ["ArrowUp", 2, 1],
  ["Home", 2, 0],
  ["End", 0, 2],
  ["Tab", 1, null],
  ["a", 1, null],
] as const)("leads with %s from place %i to %s", (key, current, next) => {
  expect(placeInRow(key, current, 3)).toBe(next);
});
