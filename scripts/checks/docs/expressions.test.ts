import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { evaluateExpression } from "#core/expression/evaluate-expression.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import type { Json } from "#core/json/json.ts";

const page = readFileSync(join(repositoryRoot, "docs/expressions.md"), "utf8");
const input = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? "null") as Json;
const examples = [...page.matchAll(/^\| `(.+)` \| `(.+)` \|$/gm)].map(
  ([, source = "", value = ""]) => [source, JSON.parse(value) as Json] as const,
);

it("has examples", () => {
  expect(examples.length).toBeGreaterThan(20);
});

it.each(examples)("%s is %j", (source, value) => {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(parsed.message);
  const run = { startedAt: "2026-11-29T08:30:00.000Z" };
  const scope = { input, trigger: null, variables: {}, nodes: {}, run };
  expect(evaluateExpression(parsed.expression, scope)).toEqual({ ok: true, value });
});
