import { expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import { parseExpression } from "./syntax/parse-expression.ts";

function evaluate(source: string, input: Json) {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(parsed.message);
  const run = { startedAt: "2026-11-29T08:30:00.000Z" };
  return evaluateExpression(parsed.expression, { input, trigger: null, variables: {}, nodes: {}, run });
}

const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(",");
const tooMuch = { ok: false, message: expect.stringContaining("more work than one expression may do") };

/** Each took a fifth of a second, where an expression promises a twentieth. */
it.each<[string, string, Json]>([
  ["an object of many keys", "size(json(input))", `{${many(80_000, (index) => `"key${index}":1`)}}`],
  [
    "the same list three times",
    "size(json(input)) + size(json(input)) + size(json(input))",
    `[${many(190_000, () => "1")}]`,
  ],
  [
    "many roundings",
    "size(input.map(x, math.round(x * 1.0001, 15)))",
    Array.from({ length: 90_000 }, (_, index) => index),
  ],
])("pays for %s", (_, source, input) => {
  expect(evaluate(source, input)).toMatchObject(tooMuch);
});

it("reads what people send: a table of objects, a long text", () => {
  const table = `[${many(10_000, (index) => `{"id":${index},"name":"x"}`)}]`;
  expect(evaluate("size(json(input))", table)).toEqual({ ok: true, value: 10_000 });
  expect(evaluate("size(json(input))", JSON.stringify("One, two: three. ".repeat(50_000)))).toEqual({
    ok: true,
    value: 850_000,
  });
});

it("has no minus zero, which the next step of a run would read as zero", () => {
  expect(evaluate("math.round(-0.4)", null)).toEqual({ ok: true, value: 0 });
  expect(evaluate("[-0.0]", null)).toEqual({ ok: true, value: [0] });
});

it("rounds what has no decimals to itself", () => {
  expect(evaluate("math.round(1e300, 15)", null)).toEqual({ ok: true, value: 1e300 });
});
