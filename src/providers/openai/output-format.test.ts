import { describe, expect, it } from "vitest";
import { toOutputFormat } from "./output-format.ts";

const text = { type: "string" };

describe("toOutputFormat", () => {
  it("closes the objects of a schema that strict mode accepts", () => {
    const inner = { type: "object", properties: { b: { type: ["string", "null"] } }, required: ["b"] };
    const schema = {
      type: "object",
      properties: { a: { type: "array", items: inner }, c: { anyOf: [text, inner] }, d: { enum: [1, "x"] } },
      required: ["a", "c", "d"],
    };
    const closed = { ...inner, additionalProperties: false };
    expect(toOutputFormat(schema)).toEqual({
      name: "answer",
      strict: true,
      schema: {
        ...schema,
        properties: {
          a: { type: "array", items: closed },
          c: { anyOf: [text, closed] },
          d: { enum: [1, "x"] },
        },
        additionalProperties: false,
      },
    });
  });

  it.each<[string, Parameters<typeof toOutputFormat>[0]]>([
    ["an optional property", { type: "object", properties: { a: text } }],
    [
      "an open object",
      { type: "object", properties: { a: text }, required: ["a"], additionalProperties: true },
    ],
    ["no properties", { type: "object" }],
    [
      "a word that it does not know",
      { type: "object", properties: { a: { ...text, minLength: 1 } }, required: ["a"] },
    ],
    [
      "an inner word that it does not know",
      { type: "object", properties: { a: { type: "array", items: { not: text } } }, required: ["a"] },
    ],
    [
      "a choice of the same",
      { type: "object", properties: { a: { anyOf: [{ oneOf: [] }] } }, required: ["a"] },
    ],
    ["something other than an object", { type: "array", items: text }],
    ["a property that is not a schema", { type: "object", properties: { a: true }, required: ["a"] }],
  ])("passes a schema with %s on unchanged", (_name, schema) => {
    expect(toOutputFormat(schema)).toEqual({ name: "answer", strict: false, schema });
  });
});
