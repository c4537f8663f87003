import type { ErrorInfo } from "#core/errors.ts";
import type { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { Json } from "#core/json/json.ts";
import { isWithinWeight, maxValueCharacters } from "#core/json/json-weight.ts";
import { typeOf } from "#core/nodes/type-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { matchJsonSchema } from "#core/schema/match-schema.ts";
import { expressionFailure, outputInvalid, outputTooLarge } from "../node-faults.ts";
import { applyOutputMapping } from "../output-mapping.ts";
import { resolveInput } from "./resolve-node-input.ts";
import type { Scratch } from "./scratch.ts";
import { completeNode, failNode } from "./settle-node.ts";
import { meterFor } from "./step-work.ts";

type Decided =
  | { readonly ok: true; readonly output: Json; readonly branch?: string | undefined }
  | { readonly ok: false; readonly error: ErrorInfo };

/**
 * Runs a pure node to its end immediately; leaves it as it is if outputs are missing. Nothing is written before all of
 * it is decided.
 * @throws StepWorkSpent if that takes more work than this step has left.
 */
export function decidePure(scratch: Scratch, node: PlanNode): void {
  const resolved = resolveInput(scratch, node);
  if (resolved === null) return;
  const startedAtMs = scratch.context.nowMs;
  const decision = resolved.ok ? decideWithin(scratch, node, resolved.scope) : resolved;
  scratch.events.push({ type: "node.started", nodeId: node.id, attempt: 1 });
  if (!resolved.ok) {
    failNode(scratch, node, resolved.error, { startedAtMs });
    return;
  }
  const { input } = resolved;
  if (!decision.ok) {
    failNode(scratch, node, decision.error, { startedAtMs, input });
    return;
  }
  const branch = decision.branch === undefined ? {} : { branch: decision.branch };
  completeNode(scratch, node, decision.output, { startedAtMs, input, ...branch });
}

function decideWithin(scratch: Scratch, node: PlanNode, scope: Scope): Decided {
  const { work } = scratch;
  const own = meterFor(work);
  const decision = decide(node, scope, own);
  work.left -= own.spent;
  return finish(scratch, node, decision, scope);
}

function decide(node: PlanNode, scope: Scope, meter: Meter): Decided {
  const { definition } = node;
  const { run } = typeOf(definition);
  if (run.kind !== "pure") throw new Error(`Node "${node.id}" is not pure`);
  const decision = run.decide(definition.config, scope, meter);
  return decision.ok
    ? decision
    : { ok: false, error: expressionFailure(node, decision.where, decision.message) };
}

function finish(scratch: Scratch, node: PlanNode, decision: Decided, scope: Scope): Decided {
  if (!decision.ok) return decision;
  const meter = meterFor(scratch.work);
  const mapped = applyOutputMapping(node, decision.output, scope, meter);
  scratch.work.left -= meter.spent;
  if (!mapped.ok) return mapped;
  const limit = node.limits.outputBytes ?? maxValueCharacters;
  if (!isWithinWeight(mapped.output, limit, scratch.weighed)) {
    return { ok: false, error: outputTooLarge(node, limit) };
  }
  const fault = node.outputSchema === null ? null : matchJsonSchema(node.outputSchema, mapped.output);
  if (fault !== null) return { ok: false, error: outputInvalid(node, fault) };
  return { ...decision, output: mapped.output };
}
