import { expect, it } from "vitest";
import { callableNames } from "#core/expression/compile/compile-calls.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { functions, methods, namespaces } from "./expression-words.ts";

it("suggests every existing function and method, and no other", () => {
  const offered = [functions, methods, ...namespaces.values()].flat().map(({ label }) => label);
  // A no-op.
  const unneeded = ["dyn"];
  expect([...offered, ...unneeded].filter((name) => !callableNames.has(name))).toEqual([]);
  expect([...callableNames].filter((name) => ![...offered, ...unneeded].includes(name))).toEqual([]);
});

it("suggests functions after their namespace", () => {
  for (const [namespace, words] of namespaces) {
    for (const { label } of words) {
      const sources = ["", "1", "1, 1", "1, 1, 1", "x, 1, x"].map((args) => `${namespace}.${label}(${args})`);
      expect(sources.filter((source) => parseExpression(source).ok)).not.toEqual([]);
    }
  }
});
