import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "#core/json.ts";
import { compileSchema } from "./compile-schema.ts";

describe("compileSchema", () => {
  it.each<[JsonObject, Json, string | null]>([
    [{ type: "string" }, "a", null],
    [{ type: "string" }, 1, "the output must be string"],
    [{ properties: { a: { items: { type: "number" } } } }, { a: [1, "b"] }, "/a/1 must be number"],
    [
      { $defs: { n: { type: "number" } }, properties: { a: { $ref: "#/$defs/n" } } },
      { a: "x" },
      "/a must be number",
    ],
    [
      { type: "array", prefixItems: [{ type: "number" }], items: false },
      [1, 2],
      "must NOT have more than 1 items",
    ],
    [
      { $schema: "http://json-schema.org/draft-07/schema#", items: [{ type: "number" }] },
      ["x"],
      "/0 must be number",
    ],
    [
      { $schema: "https://json-schema.org/draft/2020-12/schema", $id: "https://a.example/x", type: "null" },
      null,
      null,
    ],
    [
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      "uniqueItems",
    ],
    [{ uniqueItems: true }, [1, "1", [1]], null],
    [{ pattern: "^[a-z]+$" }, "A", "pattern"],
    [
      { patternProperties: { "^a": { pattern: "^x$" }, "^b": { pattern: "^y$" } } },
      { a: "x", b: "x" },
      "/b must match",
    ],
    [{ format: "email" }, "no mail", null],
    [{ properties: { properties: { type: "number" } } }, { properties: "x" }, "/properties must be number"],
    [{ enum: [{ type: "x" }] }, { type: "x" }, null],
  ])("%j of %j: %s", (schema, value, fault) => {
    const said = compileSchema(schema)(value);
    if (fault === null) expect(said).toBeNull();
    else expect(said).toContain(fault);
  });

  it.each<[string, JsonObject]>([
    ["an unknown type", { type: "strnig" }],
    ["a schema elsewhere", { $ref: "https://example.com/x" }],
    ["a reference to nothing", { $ref: "#/$defs/none" }],
    ["a pattern that no linear engine runs", { pattern: "(a)\\1" }],
  ])("refuses %s", (_name, schema) => {
    expect(() => compileSchema(schema)).toThrow(expect.objectContaining({ code: "INVALID_DEFINITION" }));
  });

  it("takes a pattern that would take others for ever", () => {
    const startMs = performance.now();
    expect(compileSchema({ pattern: "^(a+)+$" })(`${"a".repeat(50_000)}b`)).toContain("pattern");
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });

  it("ends a schema that doubles its work at each step", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, step) => {
        const next = { $ref: `#/$defs/s${step + 1}` };
        return [`s${step}`, { anyOf: [next, next] }];
      }),
    );
    const schema = { $defs: { ...$defs, s40: { type: "number" } }, $ref: "#/$defs/s0" };
    const startMs = performance.now();
    expect(() => compileSchema(schema)("text")).toThrow(expect.objectContaining({ code: "OUTPUT_INVALID" }));
    expect(performance.now() - startMs).toBeLessThan(3_000);
  });

  it("ends a schema that leads back to itself", () => {
    const schema = { $defs: { a: { allOf: [{ $ref: "#/$defs/a" }] } }, $ref: "#/$defs/a" };
    expect(() => compileSchema(schema)("text")).toThrow(expect.objectContaining({ code: "OUTPUT_INVALID" }));
  });

  it("compares many elements in one pass", () => {
    const items = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    const startMs = performance.now();
    expect(compileSchema({ uniqueItems: true })(items)).toBeNull();
    expect(performance.now() - startMs).toBeLessThan(2_000);
  });
});
