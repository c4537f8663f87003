import { expect, it } from "vitest";
import { limitsOf } from "./field-limits.ts";

it("describes the range of a number, and whether it must be whole", () => {
  expect(limitsOf({ type: "integer", minimum: 1, maximum: 5 })).toBe("A whole number, from 1 to 5.");
  expect(limitsOf({ type: "integer" })).toBe("A whole number.");
  expect(limitsOf({ type: "number", exclusiveMinimum: 0, maximum: 100 })).toBe("More than 0, at most 100.");
  expect(limitsOf({ type: "number", minimum: 0, multipleOf: 0.5 })).toBe("At least 0. A multiple of 0.5.");
});

it("describes the length of texts and lists, and allowed values that the control does not show", () => {
  expect(limitsOf({ type: "string", maxLength: 60 })).toBe("At most 60 characters.");
  expect(limitsOf({ type: "string", minLength: 1 })).toBe("At least 1 character.");
  expect(limitsOf({ type: "string", minLength: 2, maxLength: 2 })).toBe("Exactly 2 characters.");
  expect(limitsOf({ type: "string", minLength: 0, pattern: "^[A-Z]+$" })).toBe(
    "Matching the pattern ^[A-Z]+$.",
  );
  expect(limitsOf({ type: "array", minItems: 1, maxItems: 3 })).toBe("1 to 3 entries.");
  expect(limitsOf({ enum: [1, 2] })).toBe("One of 1, 2.");
  expect(limitsOf({ enum: ["a", "b"] })).toBeNull();
  expect(limitsOf({ type: "boolean" })).toBeNull();
});
