import { expect, it } from "vitest";
import { checkForm } from "./check-form.ts";

const schema = {
  type: "object",
  required: ["rating"],
  $defs: { words: { enum: ["red", "blue"] } },
  properties: {
    rating: { type: "integer", minimum: 1, maximum: 5 },
    reason: { type: "string", maxLength: 4 },
    colour: { $ref: "#/$defs/words" },
    tags: { type: "array", items: { type: "string" } },
    sure: { const: true },
  },
};

it("reports an error for each invalid field", () => {
  const value = { rating: 7, reason: "because", colour: "green", tags: ["a", 1], sure: false };
  expect([...checkForm(schema, value)]).toEqual([
    ["rating", "This must be at most 5, but is 7."],
    ["reason", "This must have at most 4 characters."],
    ["colour", 'This must be one of "red","blue".'],
    ["tags", "[1] must be text, but is a number."],
    ["sure", "This must be true."],
  ]);
});

it("accepts valid values, and omitted ones", () => {
  expect(checkForm(schema, { rating: 5, reason: "good", colour: "red", tags: [], sure: true }).size).toBe(0);
  expect(checkForm(schema, {}).size).toBe(0);
  expect(checkForm({ type: "object" }, { other: 1 }).size).toBe(0);
});
