import type { ErrorInfo } from "#core/errors.ts";
import { evaluateMapping } from "#core/expression/evaluate-mapping.ts";
import type { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { Json } from "#core/json/json.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { expressionFailure } from "./node-faults.ts";

export type MappedOutput =
  | { readonly ok: true; readonly output: Json }
  | { readonly ok: false; readonly error: ErrorInfo };

/**
 * What a node passes on: the value of its output mapping, which sees the raw output as `output`, or the raw output
 * itself.
 */
export function applyOutputMapping(
  node: PlanNode,
  rawOutput: Json,
  scope: Scope,
  meter?: Meter,
): MappedOutput {
  const mapping = node.definition.output;
  if (mapping === undefined) return { ok: true, output: rawOutput };
  const mapped = evaluateMapping(mapping, scope, { output: rawOutput }, meter);
  if (mapped.ok) return { ok: true, output: mapped.value };
  return { ok: false, error: expressionFailure(node, "output", mapped.message) };
}
