import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateExpression } from "../evaluate-expression.ts";
import { parseExpression } from "../syntax/parse-expression.ts";
import { inferType, type TypeScope } from "./infer-type.ts";
import { anyType, boolType, numberType, objectType, textType } from "./static-type.ts";

const scope: TypeScope = {
  input: objectType(
    [
      ["text", textType],
      ["number", numberType],
      ["flag", boolType],
      ["none", { kind: "null" }],
      ["list", { kind: "list", of: textType }],
      ["inner", objectType([["text", textType]], false)],
    ],
    false,
  ),
  trigger: anyType,
  output: anyType,
  nodeOutput: () => textType,
};

const data = fc.record({
  text: fc.constantFrom("", "a", "abc"),
  number: fc.constantFrom(0, 1, 2.5),
  flag: fc.boolean(),
  none: fc.constant(null),
  list: fc.constantFrom<string[]>([], ["a"], ["b", "a"]),
  inner: fc.constant({ text: "x" }),
});

const leaves = fc.constantFrom(
  ...["input.text", "input.number", "input.flag", "input.none", "input.list", "input.inner", "input"],
  ...[
    "input.inner.text",
    "nodes.a.output",
    "trigger.x",
    "1",
    "2.5",
    "'a'",
    "true",
    "null",
    "[1, 'a']",
    "{'a': 1}",
  ],
);

const expressions = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie("expression");
  const operator = fc.constantFrom("+", "-", "*", "/", "<", ">=", "==", "in", "&&", "||");
  const suffix = fc.constantFrom(
    ".text",
    ".size()",
    ".lowerAscii()",
    "[0]",
    "['text']",
    ".?text",
    ".contains('a')",
  );
  const call = fc.constantFrom(
    ...["size", "string", "type", "-", "!"],
    ...["math.round", "math.sum", "math.least", "time.toMs", "time.parts"],
  );
  return {
    expression: fc.oneof(
      { maxDepth: 3 },
      leaves,
      fc.tuple(inner, operator, inner).map(([left, sign, right]) => `(${left} ${sign} ${right})`),
      fc.tuple(inner, suffix).map(([left, end]) => `${left}${end}`),
      fc.tuple(call, inner).map(([name, argument]) => `${name}(${argument})`),
      fc.tuple(inner, inner, inner).map(([when, yes, no]) => `(${when} ? ${yes} : ${no})`),
      inner.map((list) => `${list}.map(item, item + 1)`),
      fc
        .tuple(inner, fc.constantFrom("exists", "all", "map", "filter"), inner)
        .map(([element, name, body]) => `[${element}, 1].${name}(each, ${body})`),
      inner.map((list) => `${list}.groupBy(item, item)[0].key`),
    ),
  };
}).expression;

/** A fault that is told holds publishing back, so it must be one on all data. */
it("tells a fault only where every evaluation fails", () => {
  fc.assert(
    fc.property(expressions, fc.array(data, { minLength: 4, maxLength: 4 }), (source, inputs) => {
      const parsed = parseExpression(source);
      fc.pre(parsed.ok);
      if (!parsed.ok || inferType(parsed.expression.program, scope).faults.length === 0) return;
      for (const input of inputs) {
        const found = evaluateExpression(parsed.expression, {
          input,
          trigger: { x: 1 },
          run: { startedAt: "2026-11-29T08:30:00.000Z" },
          variables: {},
          nodes: { a: { output: "said" } },
        });
        expect({ source, ok: found.ok }).toEqual({ source, ok: false });
      }
    }),
    { numRuns: 3_000 },
  );
});

it.each([
  ["[1].exists(each, each == run.name)", 'run has no field "name"; it has id, startedAt'],
  ["[input.text].all(each, input.number + 'a' == each)", "cannot be used with +"],
  // Nothing is done to an element of a list that has none.
  ["[].exists(each, each == run.id)", null],
  ["input.list.exists(each, each == run.id)", null],
])("looks into what is done to each element where there is one: %s", (source, message) => {
  const parsed = parseExpression(source);
  const told = parsed.ok ? inferType(parsed.expression.program, scope).faults : expect.fail(parsed.message);
  expect(told).toHaveLength(message === null ? 0 : 1);
  if (message !== null) expect(told[0]?.message).toContain(message);
});
