import type { Json } from "#core/json/json.ts";
import { type Evaluation, type ExtraScope, evaluateMetered } from "./evaluate-expression.ts";
import { Meter } from "./metering/meter.ts";
import type { Scope } from "./scope.ts";
import { parseExpression } from "./syntax/parse-expression.ts";

/** A node's input or output mapping: one expression, or an object of expressions by key. */
export type Mapping = string | { readonly [key: string]: string };

/** Evaluates a mapping; its expressions share one budget of work. The message names the key that failed. */
export function evaluateMapping(
  mapping: Mapping,
  scope: Scope,
  extra: ExtraScope = {},
  meter: Meter = new Meter(),
): Evaluation<Json> {
  if (typeof mapping === "string") return evaluateSource(mapping, scope, extra, meter);
  const entries: [string, Json][] = [];
  for (const [key, source] of Object.entries(mapping)) {
    const evaluated = evaluateSource(source, scope, extra, meter);
    if (!evaluated.ok) return { ok: false, message: `${key}: ${evaluated.message}` };
    entries.push([key, evaluated.value]);
  }
  return { ok: true, value: Object.fromEntries(entries) };
}

function evaluateSource(source: string, scope: Scope, extra: ExtraScope, meter: Meter): Evaluation<Json> {
  const parsed = parseExpression(source);
  return parsed.ok ? evaluateMetered(parsed.expression, scope, extra, meter) : parsed;
}
