import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { evaluateExpression } from "../evaluate-expression.ts";
import { parseExpression } from "../syntax/parse-expression.ts";

function evaluate(source: string, input: Json): Json {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(parsed.message);
  const run = { startedAt: "2026-11-29T08:30:00.000Z" };
  const result = evaluateExpression(parsed.expression, {
    input,
    trigger: null,
    variables: {},
    nodes: {},
    run,
  });
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const key = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom("a", "b", "__proto__", ""),
  fc.boolean(),
);
const rows = fc.array(fc.record({ key: fc.oneof(key, fc.constant(null)), place: fc.nat() }));

it("groups every element once, under its key, in its order", () => {
  fc.assert(
    fc.property(rows, (list) => {
      const groups = evaluate("input.groupBy(row, row.key)", list) as { key: Json; items: typeof list }[];
      expect(groups.map((group) => group.key)).toEqual([...new Set(list.map((row) => row.key))]);
      for (const group of groups) expect(group.items).toEqual(list.filter((row) => row.key === group.key));
    }),
  );
});

it("keeps the first of what is equal, and leaves nothing equal behind", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(key, fc.array(key, { maxLength: 2 }))), (list) => {
      const distinct = evaluate("input.distinct()", list) as Json[];
      const written = list.map((element) => JSON.stringify(element));
      expect(distinct.map((element) => JSON.stringify(element))).toEqual([...new Set(written)]);
    }),
  );
});

it("sorts as numbers and texts are ordered, and sums what it sorts", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000, max: 1_000 })), (list) => {
      expect(evaluate("input.sort()", list)).toEqual(list.toSorted((left, right) => left - right));
      expect(evaluate("math.sum(input) == math.sum(input.sort())", list)).toBe(true);
      expect(evaluate("math.sum(input)", list)).toBe(list.reduce((sum, each) => sum + each, 0));
    }),
  );
});
