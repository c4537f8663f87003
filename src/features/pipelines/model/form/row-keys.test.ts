import { expect, it } from "vitest";
import { fittedKeys, keysSwapped, keysWithout, nextKey } from "./row-keys.ts";

it("keeps each row's key when others are removed or moved", () => {
  const three = fittedKeys([], 3);
  expect(three).toEqual([0, 1, 2]);
  expect(fittedKeys(three, 3)).toBe(three);
  expect(keysWithout(three, 0)).toEqual([1, 2]);
  expect(keysSwapped(three, 0)).toEqual([1, 0, 2]);
  expect(keysSwapped(three, 2)).toBe(three);
});

it("gives a new row a new key", () => {
  const two = keysWithout(fittedKeys([], 3), 0);
  expect(nextKey(two)).toBe(3);
  expect(fittedKeys(two, 3)).toEqual([1, 2, 3]);
  expect(fittedKeys(two, 1)).toEqual([1]);
  expect(nextKey([])).toBe(0);
});
