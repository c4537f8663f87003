import fc from "fast-check";
import { expect, it } from "vitest";
import { isMultiple } from "./is-multiple.ts";

it.each([
  [0.3, 0.1, true],
  [19.99, 0.01, true],
  [-19.99, 0.01, true],
  [19.995, 0.01, false],
  [0, 0.01, true],
  [1e300, 3e-300, false],
  [9e300, 3e-300, true],
  [5e-324, 5e-324, true],
  [1, 3, false],
  [Number.MAX_SAFE_INTEGER, 0.1, true],
])("says of %d and %d: %s", (value, divisor, isOne) => expect(isMultiple(value, divisor)).toBe(isOne));

it("takes every number of cents for one, and nothing between", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), (cents) => {
      expect(isMultiple(Number(`${cents}e-2`), 0.01)).toBe(true);
      expect(isMultiple(Number(`${cents}5e-3`), 0.01)).toBe(false);
    }),
  );
});
