import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json, JsonObject } from "#core/json/json.ts";
import { checkJsonSchema } from "./check-schema.ts";
import { matchJsonSchema } from "./match-schema.ts";

const keys = ["a", "b", "c", "constructor"] as const;

const leaf = fc.constantFrom<Json>(null, true, 0, 1, -2, 2.5, "", "a", "ab", "b🌊");
const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie("value"), { maxKeys: 3 }),
  ),
})).value;

const count = fc.integer({ min: 0, max: 3 });
const schema = fc.letrec<{ schema: JsonObject | boolean }>((tie) => {
  const inner = tie("schema");
  const named = fc.dictionary(fc.constantFrom(...keys), inner, { maxKeys: 2 });
  const list = fc.array(inner, { minLength: 1, maxLength: 2 });
  const names = fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 2 });
  const object = fc.record(
    {
      type: fc.constantFrom("string", "number", "integer", "boolean", "object", "array", "null"),
      enum: fc.array(leaf, { minLength: 1, maxLength: 3 }),
      const: leaf,
      minimum: count,
      exclusiveMaximum: count,
      multipleOf: fc.constantFrom(1, 2, 0.5),
      minLength: count,
      maxLength: count,
      pattern: fc.constantFrom("^a", "b$", "[ab]"),
      prefixItems: list,
      items: inner,
      contains: inner,
      minItems: count,
      maxItems: count,
      uniqueItems: fc.boolean(),
      properties: named,
      patternProperties: fc.dictionary(fc.constantFrom("^a", "c"), inner, { maxKeys: 1 }),
      additionalProperties: inner,
      propertyNames: inner,
      required: names,
      dependentRequired: fc.dictionary(fc.constantFrom(...keys), names, { maxKeys: 1 }),
      dependentSchemas: named,
      minProperties: count,
      maxProperties: count,
      allOf: list,
      anyOf: list,
      oneOf: list,
      not: inner,
      ...Object.fromEntries(["if", "then", "else"].map((name) => [name, inner])),
    },
    { requiredKeys: [] },
  );
  return {
    schema: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      fc.boolean(),
      object as fc.Arbitrary<JsonObject>,
    ),
  };
}).schema;

/** The validator that most people use, told to look at own fields only. */
it("takes and refuses what another validator does", () => {
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 8, maxLength: 8 }), (wanted, outputs) => {
      const whole: JsonObject = { allOf: [wanted] };
      fc.pre(checkJsonSchema(whole).length === 0);
      const validate = new Ajv2020({ strict: false, ownProperties: true, logger: false }).compile(whole);
      for (const output of outputs) {
        expect(matchJsonSchema(whole, output) === null).toBe(validate(output));
      }
    }),
    { numRuns: 80 },
  );
});
