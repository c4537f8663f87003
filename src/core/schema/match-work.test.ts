import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "#core/json/json.ts";
import { cpuTimeMs } from "#core/testing/cpu-time.ts";
import { matchJsonSchema, tooMuchWork } from "./match-schema.ts";

const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
const named = <Item>(count: number, make: (index: number) => Item): { [name: string]: Item } =>
  Object.fromEntries(many(count, (index) => [`name${index}`, make(index)]));
/** A schema that looks at the same place over and over. */
const repeated = (part: JsonObject, times: number, how = "allOf"): JsonObject => ({
  $defs: { part },
  [how]: many(times, () => ({ $ref: "#/$defs/part" })),
});

const rows: Json = many(5_000, () => ({}));
const long = many(15_000, (index) => [index]);
const names = many(10_000, (index) => `name${index}`);

/** Each takes seconds where the work is not counted before it is done. */
const attacks: readonly (readonly [string, JsonObject, Json])[] = [
  ["properties that no entry has", { items: { properties: named(10_000, () => true) } }, rows],
  ["words that are not keywords", { items: named(18_000, () => 1) }, rows],
  ["names that all are there", repeated({ required: names }, 8_000), named(10_000, () => 1)],
  ["fields that bring others", { items: { dependentRequired: named(8_000, () => []) } }, rows],
  ["a long list to compare with", repeated({ const: long }, 5_000), structuredClone(long)],
  ["a long list among others", repeated({ enum: [1, long] }, 5_000), structuredClone(long)],
  ["a long text to compare with", repeated({ const: "a".repeat(100_000) }, 7_000), `${"a".repeat(99_999)}a`],
  ["two large entries", { uniqueItems: true }, many(2, () => many(60_000, (index) => ({ index })))],
  ["many small entries", { uniqueItems: true }, many(190_000, (index) => ({ index }))],
  [
    "a long way to a part",
    { $defs: { ["p".repeat(50_000)]: true }, items: { $ref: `#/$defs/${"p".repeat(50_000)}` } },
    rows,
  ],
  [
    "a long name in the place",
    { additionalProperties: { items: { anyOf: [false, true] } } },
    { ["k".repeat(200_000)]: many(190_000, () => 1) },
  ],
];

describe("the work of matching", () => {
  it.each(attacks)("has an end: %s", (_, schema, value) => {
    const started = cpuTimeMs();
    expect(matchJsonSchema(schema, value)).toBe(tooMuchWork);
    // It promises 50 ms on a quiet machine; what is not counted takes many seconds.
    expect(cpuTimeMs() - started).toBeLessThan(1_000);
  });

  it("tells a long list of allowed values once", () => {
    const schema = { items: { anyOf: [{ enum: ["a".repeat(200_000)] }, true] } };
    const started = cpuTimeMs();
    expect(
      matchJsonSchema(
        schema,
        many(20_000, () => 1),
      ),
    ).toBeNull();
    expect(cpuTimeMs() - started).toBeLessThan(1_000);
  });

  it("is enough for a table of twenty thousand rows", () => {
    const schema: JsonObject = {
      items: {
        type: "object",
        required: ["id", "name"],
        properties: { id: { type: "integer" }, name: { type: "string" }, price: { type: "number" } },
        additionalProperties: false,
      },
    };
    expect(
      matchJsonSchema(
        schema,
        many(20_000, (id) => ({ id, name: "x", price: 1.5 })),
      ),
    ).toBeNull();
  });
});
