import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { cpuTimeMs } from "#core/testing/cpu-time.ts";
import { validateDefinition } from "../../validate.ts";
import { patternGrowth } from "./pattern-growth.ts";

describe("patternGrowth", () => {
  it.each([
    ["abc", 0],
    ["a{1000}", 1000 - 7],
    ["(ab){30}", 60 - 8],
    ["((a{10}){10}){10}", 1000 - 17],
    ["\\p{Greek}{100}", 100 - 14],
    ["[^]a{9}]{50,100}", 100 - 16],
    ["\\{1000}", 0],
    ["x{,5}", 0],
    ["(a{500}", 500 - 7],
    ["{1000}", 0],
  ])("%s grows by %i", (pattern, growth) => {
    expect(patternGrowth(pattern)).toBe(growth);
  });
});

function withNodes(count: number, make: (index: number) => object): Json {
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `t${index}`,
    type: "transform",
    name: "T",
    config: { value: "input" },
    ...make(index),
  }));
  const edges = nodes.map(({ id }) => ({ id: `e-${id}`, from: "start", to: id }));
  return { name: "P", nodes: [{ id: "start", type: "trigger", name: "Start" }, ...nodes], edges };
}

/** Each was seconds of compiling, within all other limits. */
const attacks: readonly (readonly [string, Json])[] = [
  [
    "in expressions",
    withNodes(900, (index) => ({
      config: { value: `'a'.matches('(?i)(\\\\pL|\\\\pN|x){${1000 - (index % 900)}}')` },
    })),
  ],
  [
    "in a schema",
    withNodes(1, () => ({
      outputSchema: {
        allOf: Array.from({ length: 4_000 }, (_, index) => ({
          pattern: `(?i)(\\pL|\\pN|x){${1000 - (index % 900)}}`,
        })),
      },
    })),
  ],
  [
    "as names in a schema",
    withNodes(1, () => ({
      outputSchema: {
        patternProperties: Object.fromEntries(
          Array.from({ length: 900 }, (_, index) => [`\\pL{${1000 - index}}`, true]),
        ),
      },
    })),
  ],
  ["in one long pattern", withNodes(1, () => ({ outputSchema: { pattern: "\\pL{1000}".repeat(55) } }))],
];

describe("counts in regular expressions", () => {
  it.each(attacks)("are added up before anything is compiled: %s", (_, definition) => {
    const started = cpuTimeMs();
    const validation = validateDefinition(definition);
    expect(validation).toMatchObject({ ok: false, problems: [{ code: "PATTERNS_TOO_LARGE" }] });
    expect(cpuTimeMs() - started).toBeLessThan(500);
  });

  it("may be what people write", () => {
    const schema = { properties: { code: { pattern: "^[A-Z]{2}-\\d{1,1000}$" } } };
    expect(validateDefinition(withNodes(20, () => ({ outputSchema: schema })))).toMatchObject({ ok: true });
  });
});
