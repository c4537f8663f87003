import { type Evaluation, evaluateCondition } from "#core/expression/evaluate-expression.ts";
import { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import { type ExpressionParse, parseExpression } from "#core/expression/syntax/parse-expression.ts";
import type { Json } from "#core/json/json.ts";

/**
 * A condition over an event with `data` bound to the value of an expression: nothing else in the product is called
 * `data`. `offset` characters precede what the author wrote.
 */
export function bindData(from: string, match: string): { readonly source: string; readonly offset: number } {
  const before = `[${from}].exists(data, (`;
  return { source: `${before}${match}\n))`, offset: before.length };
}

/** Parses such a condition, once for each source: parsed expressions are cached. */
function parseMatch(match: string): ExpressionParse {
  return parseExpression(bindData("output", match).source);
}

/**
 * Whether a trigger starts for an event, or a wait ends with it: the one evaluator of both. Null: every event matches.
 * A message if that cannot be decided. Metered like every expression.
 */
export function matchesData(
  match: string | null,
  data: Json,
  scope: Scope,
  meter: Meter = new Meter(),
): Evaluation<boolean> {
  if (match === null) return { ok: true, value: true };
  const parsed = parseMatch(match);
  return parsed.ok ? evaluateCondition(parsed.expression, scope, { output: data }, meter) : parsed;
}
