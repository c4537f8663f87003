import { type Evaluation, evaluateCondition } from "#core/expression/evaluate-expression.ts";
import { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import { type ExpressionParse, parseExpression } from "#core/expression/syntax/parse-expression.ts";
import type { Json } from "#core/json/json.ts";

/**
 * A condition over an event with `data` bound to what an expression gives: `data` is a name of nothing else in the
 * product. `offset` characters stand before what the author wrote.
 */
export function bindData(from: string, match: string): { readonly source: string; readonly offset: number } {
  const before = `[${from}].exists(data, (`;
  return { source: `${before}${match}\n))`, offset: before.length };
}

/** Parses such a condition, once for each source: parsed expressions are kept. */
function parseMatch(match: string): ExpressionParse {
  return parseExpression(bindData("output", match).source);
}

/**
 * Whether an event is one that a trigger starts for, or a wait ends with: the one evaluator of both. Null: every event
 * is. A message where that cannot be decided. Metered like every expression.
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
