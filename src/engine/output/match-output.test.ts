import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { matchOutput } from "./match-output.ts";

describe("matchOutput", () => {
  it("reads own fields only", () => {
    for (const name of ["constructor", "toString", "__proto__"]) {
      const schema = { required: [name] };
      expect(matchOutput(schema, {})).toBe(`the output lacks the field "${name}"`);
      expect(matchOutput(schema, JSON.parse(`{"${name}":1}`))).toBeNull();
    }
    const schema = JSON.parse('{"properties":{"__proto__":{"type":"number"}},"additionalProperties":false}');
    expect(matchOutput(schema, JSON.parse('{"__proto__":"x"}'))).toBe(
      "__proto__ must be a number, but is text",
    );
    expect(matchOutput(schema, JSON.parse('{"constructor":1}'))).toBe("constructor is not allowed");
  });

  it.each<[string, JsonObject]>([
    ["an unknown type", { type: "strnig" }],
    ["a schema elsewhere", { $ref: "https://example.com/x" }],
    ["a pattern that no linear engine runs", { pattern: "(a)\\1" }],
  ])("refuses %s", (_name, schema) => {
    expect(() => matchOutput(schema, null)).toThrow(expect.objectContaining({ code: "INVALID_DEFINITION" }));
  });

  it("takes outputs of hundreds of thousands of parts", () => {
    const rows = Array.from({ length: 40_000 }, (_, id) => ({ id, name: `n${id}`, tags: ["a"] }));
    const schema = {
      type: "array",
      uniqueItems: true,
      items: {
        type: "object",
        required: ["id", "name"],
        properties: { id: { type: "integer", minimum: 0 }, name: { type: "string", pattern: "^n" } },
      },
    };
    expect(matchOutput(schema, rows)).toBeNull();
  });

  it("ends a schema that doubles its work at each step, and does not ask again", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, step) => {
        const next = { $ref: `#/$defs/s${step + 1}` };
        return [`s${step}`, { anyOf: [next, next] }];
      }),
    );
    const schema = { $defs: { ...$defs, s40: { type: "number" } }, $ref: "#/$defs/s0" };
    expect(() => matchOutput(schema, "text")).toThrow(
      expect.objectContaining({ code: "OUTPUT_INVALID", retryable: false }),
    );
  });
});
