import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "#core/json/json.ts";
import { checkJsonSchema } from "./check-schema.ts";
import { matchJsonSchema } from "./match-schema.ts";

describe("matchJsonSchema", () => {
  it.each<[JsonObject, Json, string | null]>([
    [{ type: "string" }, "a", null],
    [{ type: "string" }, 1, "the output must be text, but is a number"],
    [{ type: ["integer", "null"] }, 1.5, "the output must be a whole number or null, but is a number"],
    [
      { properties: { a: { items: { type: "number" } } } },
      { a: [1, "b"] },
      "a[1] must be a number, but is text",
    ],
    [
      { properties: { list: { items: { required: ["id"] } } } },
      { list: [{ id: 1 }, {}] },
      'list[1] lacks the field "id"',
    ],
    [{ properties: { a: {} }, additionalProperties: false }, { a: 1, b: 2 }, "b is not allowed"],
    [
      { $defs: { n: { type: "number" } }, properties: { a: { $ref: "#/$defs/n" } } },
      { a: "x" },
      "a must be a number, but is text",
    ],
    [{ prefixItems: [{ type: "number" }], items: false }, [1, 2], "[1] is not allowed"],
    [
      { $schema: "http://json-schema.org/draft-07/schema#", items: [{ type: "number" }] },
      ["x"],
      "[0] must be a number, but is text",
    ],
    [{ enum: ["a", { b: 1 }] }, { b: 1 }, null],
    [{ enum: ["a", "b"] }, "c", 'the output must be one of "a","b"'],
    [{ minimum: 3 }, 1, "the output must be at least 3, but is 1"],
    [{ maxLength: 2 }, "🌊🌊", null],
    [
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      "the output must not hold the same entry twice",
    ],
    [
      { if: { properties: { a: { const: 1 } } }, else: { required: ["b"] } },
      { a: 2 },
      'the output lacks the field "b"',
    ],
    [{ not: { type: "null" } }, null, "the output matches what not forbids"],
    [{ oneOf: [{ type: "number" }, { minimum: 1 }] }, 2, "the output matches 2 options of oneOf, not one"],
    [{ format: "email" }, "no mail", null],
  ])("%j of %j: %s", (schema, value, fault) => {
    expect(checkJsonSchema(schema)).toEqual([]);
    expect(matchJsonSchema(schema, value)).toBe(fault);
  });

  it("ends a schema that doubles its work at each step, and one that leads back to itself", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, step) => {
        const next = { $ref: `#/$defs/s${step + 1}` };
        return [`s${step}`, { anyOf: [next, next] }];
      }),
    );
    const doubling = { $defs: { ...$defs, s40: { type: "number" } }, $ref: "#/$defs/s0" };
    const looping = { $defs: { a: { allOf: [{ $ref: "#/$defs/a" }] } }, $ref: "#/$defs/a" };
    for (const schema of [doubling, looping]) {
      expect(matchJsonSchema(schema, "text")).toMatch(/too much work/);
    }
  });

  it("takes a pattern that would take other engines for ever", () => {
    expect(matchJsonSchema({ pattern: "^(a+)+$" }, `${"a".repeat(5_000)}b`)).toMatch(/pattern/);
  });
});

describe("checkJsonSchema", () => {
  it.each<[string, JsonObject, readonly (string | number)[]]>([
    ["an unknown type", { properties: { a: { type: "strnig" } } }, ["properties", "a", "type"]],
    ["a schema that is none", { items: "text" }, ["items"]],
    ["names that are not a list", { required: "a" }, ["required"]],
    ["a bound that is not a number", { minimum: "3" }, ["minimum"]],
    ["a count below nothing", { maxItems: -1 }, ["maxItems"]],
    ["no alternatives", { anyOf: [] }, ["anyOf"]],
    ["a list of schemas where one is meant", { items: [{}] }, ["items"]],
    ["a schema elsewhere", { $ref: "https://example.com/x" }, ["$ref"]],
    ["a reference to nothing", { allOf: [{ $ref: "#/$defs/none" }] }, ["allOf", 0, "$ref"]],
    ["a pattern that no linear engine runs", { pattern: "(a)\\1" }, ["pattern"]],
    ["what it does not support", { unevaluatedProperties: false }, ["unevaluatedProperties"]],
  ])("locates %s", (_what, schema, path) => {
    expect(checkJsonSchema(schema)).toEqual([{ path, message: expect.stringMatching(/^(must|is) /) }]);
  });
});
