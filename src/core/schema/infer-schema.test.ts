import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { checkJsonSchema } from "./check-schema.ts";
import { inferSchema } from "./infer-schema.ts";
import { matchJsonSchema } from "./match-schema.ts";

describe("a schema from samples", () => {
  it("says what the samples show, and no more", () => {
    expect(
      inferSchema([
        { name: "a", size: 1, tags: ["x"] },
        { name: null, size: 1.5 },
      ]),
    ).toEqual({
      type: "object",
      properties: {
        name: { type: ["string", "null"] },
        size: { type: "number" },
        tags: { type: "array", items: { type: "string" } },
      },
      required: ["name", "size"],
    });
    expect(inferSchema(["text"])).toEqual({ type: "string" });
    expect(inferSchema([[]])).toEqual({ type: "array" });
  });

  it("is a schema that each sample matches", () => {
    const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (samples) => {
        const schema = inferSchema(samples);
        expect(checkJsonSchema(schema)).toEqual([]);
        for (const sample of samples) expect(matchJsonSchema(schema, sample)).toBeNull();
      }),
    );
  });
});
