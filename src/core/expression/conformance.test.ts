import { Environment } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateExpression } from "./evaluate-expression.ts";
import { parseExpression } from "./syntax/parse-expression.ts";

/** The library whose grammar we use has an evaluator of its own; where both answer, both must say the same. */
const library = new Environment({
  unlistedVariablesAreDyn: true,
  enableOptionalTypes: true,
  homogeneousAggregateLiterals: false,
});
const input = {
  n: 4,
  m: -2.5,
  s: "abc",
  e: "",
  list: [1, 2, 3],
  words: ["b", "a"],
  map: { k: 1, j: null },
  yes: true,
};
const scope = {
  input,
  trigger: null,
  run: { startedAt: "2026-11-29T08:30:00.000Z" },
  variables: {},
  nodes: {},
};

function askLibrary(source: string): { readonly value: unknown } | null {
  try {
    return { value: toPlain(library.evaluate(source, { input })) };
  } catch {
    return null;
  }
}

function toPlain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== "object" || value === null) return value;
  if ("hasValue" in value && typeof value.hasValue === "function" && "orValue" in value) {
    return value.hasValue() && "value" in value && typeof value.value === "function"
      ? toPlain(value.value())
      : null;
  }
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, toPlain(element)]));
}

const leaf = fc.constantFrom(
  ..."0 1 7 -3 2.5 0.0 'a' 'abc' '' true false null [] [1] ['a'] {'k':1} input.n input.m input.s input.e input.list input.words input.map input.yes input.map.k input.list[0] input.missing".split(
    " ",
  ),
);
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie("expression");
  const templates = fc.constantFrom(
    ..."(A+B);(A-B);(A*B);(A/B);(A%B);(A==B);(A!=B);(A<B);(A>=B);(A&&B);(A||B);(!A);(-A);(A?B:C);(A in B);A.map(x,B);A.filter(x,B);A.exists(x,B);A.all(x,B);A.exists_one(x,B);size(A);A.size();[A,B];{'a':A};A[B];has(input.s);has(input.missing);input.?map.?k.orValue(A);A.contains(B);A.startsWith(B);A.endsWith(B);A.indexOf(B);A.lastIndexOf(B);A.substring(B);A.substring(B,C);A.split(B);A.join(B);A.trim();A.lowerAscii();int(A);double(A);string(A);bool(A);cel.bind(y,A,B);(A==A);(A+A);(x==A)".split(
      ";",
    ),
  );
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc
        .tuple(templates, inner, inner, inner)
        .map(([template, a, b, c]) =>
          template.replace(/[ABC]/g, (hole) => ({ A: a, B: b, C: c })[hole] ?? hole),
        ),
    ),
  };
});

describe("our evaluator and the library's", () => {
  it("agree wherever both have an answer", () => {
    let agreed = 0;
    fc.assert(
      fc.property(expression, (source) => {
        const parsed = parseExpression(source);
        if (!parsed.ok) return;
        const ours = evaluateExpression(parsed.expression, scope);
        const theirs = askLibrary(source);
        if (theirs === null || !ours.ok) return;
        agreed += 1;
        // As JSON, which has no minus zero.
        expect(JSON.stringify(ours.value)).toBe(JSON.stringify(theirs.value));
      }),
      { numRuns: 5_000 },
    );
    expect(agreed).toBeGreaterThan(500);
  });

  it("agree that an expression with an answer has one", () => {
    fc.assert(
      fc.property(expression, (source) => {
        const theirs = askLibrary(source);
        // The library reads int('') as 0; CEL does not.
        fc.pre(!source.includes("int("));
        fc.pre(theirs !== null && !JSON.stringify(theirs.value ?? null).includes("null"));
        const parsed = parseExpression(source);
        if (!parsed.ok) return;
        expect([source, evaluateExpression(parsed.expression, scope)]).toMatchObject([source, { ok: true }]);
      }),
      { numRuns: 2_000 },
    );
  });
});
