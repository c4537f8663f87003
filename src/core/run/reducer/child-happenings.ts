import type { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { Json } from "#core/json/json.ts";
import { isWithinWeight, maxValueCharacters } from "#core/json/json-weight.ts";
import type { AfterPass } from "#core/nodes/behaviour.ts";
import { itemsOf } from "#core/nodes/type-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { matchJsonSchema } from "#core/schema/match-schema.ts";
import type { ChildEnd, Happening } from "../happening.ts";
import {
  childCutShort,
  childFailed,
  expressionFailure,
  inputTooLarge,
  outputInvalid,
  outputTooLarge,
} from "../node-faults.ts";
import { applyOutputMapping, type MappedOutput } from "../output-mapping.ts";
import { afterPass, hasPasses, passOf } from "../passes/passes.ts";
import { attemptCancelled, attemptCompleted, attemptFailed } from "./attempt-happenings.ts";
import { resolveInput } from "./resolve-node-input.ts";
import type { Ignored, Scratch } from "./scratch.ts";
import { meterFor } from "./step-work.ts";

type Ended = Extract<Happening, { readonly kind: "child.ended" }>;

/**
 * The child run that is this attempt of the node has ended: the attempt ends the same way, or continues with its next
 * pass. A child cancelled by itself, and not with this run, has failed for good.
 */
export function childEnded(scratch: Scratch, node: PlanNode, happening: Ended): Ignored {
  const { attempt, end } = happening;
  const late = childLateness(scratch, node, attempt) ?? endLateness(scratch, node, happening);
  if (late !== null) return late;
  const handed = end.status === "completed" ? handOnEnd(scratch, node, end) : null;
  if (end.status === "completed" && handed === null) return null;
  const hadWaited = scratch.phases[node.id] === "waiting";
  reportChildEnd(scratch, node, happening);
  if (handed?.ok === true) {
    if ("next" in handed) return beginPass(scratch, node, handed.next, hadWaited);
    const { ok: _, ...result } = handed;
    return attemptCompleted(scratch, node, {
      kind: "attempt.completed",
      nodeId: node.id,
      attempt,
      ...result,
    });
  }
  if (scratch.closing !== null && end.status === "cancelled") {
    return attemptCancelled(scratch, node, { kind: "attempt.cancelled", nodeId: node.id, attempt });
  }
  return attemptFailed(scratch, node, {
    kind: "attempt.failed",
    nodeId: node.id,
    attempt,
    error: handed?.error ?? childFailed(node, end),
    retryAfterMs: null,
    answer: { runId: end.runId, status: end.status },
    jitter: happening.jitter,
  });
}

/** What a node passes on of its runs' outputs, by its mapping and within its limits; null as below. */
export function mappedOutput(scratch: Scratch, node: PlanNode, output: Json): MappedOutput | null {
  if (node.definition.output === undefined) return within(scratch, node, output);
  scratch.work.isSure = true;
  const resolved = resolveInput(scratch, node);
  if (resolved === null || !resolved.ok) return resolved;
  const meter = meterFor(scratch.work);
  const mapped = applyOutputMapping(node, output, resolved.scope, meter);
  scratch.work.left -= meter.spent;
  return mapped.ok ? within(scratch, node, mapped.output) : mapped;
}

function reportChildEnd(scratch: Scratch, { id: nodeId }: PlanNode, { attempt, end, pass }: Ended): void {
  scratch.phases[nodeId] = "running";
  const { runId: childRunId, status } = end;
  const ofPass = pass === undefined ? {} : { pass };
  scratch.events.push({
    type: "child.ended",
    nodeId,
    attempt,
    ...ofPass,
    childRunId,
    status,
  });
}

/** The node continues in the same attempt. If its run is being ended, nothing more begins. */
function beginPass(scratch: Scratch, node: PlanNode, input: Json, hadWaited: boolean): Ignored {
  const before = scratch.attempts[node.id];
  if (before === undefined) throw new Error(`Node "${node.id}" has not been tried`);
  if (scratch.closing !== null) {
    return attemptCancelled(scratch, node, {
      kind: "attempt.cancelled",
      nodeId: node.id,
      attempt: before.number,
    });
  }
  if (hadWaited) showMoving(scratch, node);
  scratch.attempts[node.id] = { ...before, pass: passOf(before) + 1 };
  scratch.effects.push({ kind: "pass.begins", nodeId: node.id, input });
  return null;
}

/** A node that has just begun continues where its run was taken over, without repeating what came before. */
export function passesTakenOver(
  scratch: Scratch,
  node: PlanNode,
  { attempt, pass }: Extract<Happening, { readonly kind: "passes.taken-over" }>,
): Ignored {
  const late = childLateness(scratch, node, attempt);
  if (late !== null) return late;
  const before = scratch.attempts[node.id];
  if (before?.pass === undefined || pass <= before.pass) return `pass ${pass} is over`;
  scratch.attempts[node.id] = { ...before, pass };
  return null;
}

/** What follows from a completed child run: an output of the node, or another pass. */
type HandedOn =
  | (Extract<MappedOutput, { readonly ok: true }> & { readonly stop?: string })
  | { readonly ok: true; readonly next: Json }
  | Extract<MappedOutput, { readonly ok: false }>;

/** The node's output made from its child run's; null if an output that this needs is missing. */
function handOnEnd(scratch: Scratch, node: PlanNode, end: ChildEnd): HandedOn | null {
  if (end.isCut) return { ok: false, error: childCutShort(node, end.runId) };
  if (!hasPasses(node)) return mappedOutput(scratch, node, end.output);
  scratch.work.isSure = true;
  const resolved = resolveInput(scratch, node);
  if (resolved === null || !resolved.ok) return resolved;
  const meter = meterFor(scratch.work);
  const pass = { number: passOf(scratch.attempts[node.id]), output: end.output };
  const after = afterPass(node, resolved.scope, pass, meter);
  const handed = goOn(scratch, node, after, resolved.scope, meter);
  scratch.work.left -= meter.spent;
  return handed;
}

function goOn(scratch: Scratch, node: PlanNode, after: AfterPass, scope: Scope, meter: Meter): HandedOn {
  if (!after.ok) return { ok: false, error: expressionFailure(node, after.where, after.message) };
  if (!after.isOver) {
    const fits = isWithinWeight(after.input, maxValueCharacters, scratch.weighed);
    return fits ? { ok: true, next: after.input } : { ok: false, error: inputTooLarge(node) };
  }
  const mapped = applyOutputMapping(node, after.output, scope, meter);
  const handed = mapped.ok ? within(scratch, node, mapped.output) : mapped;
  return handed.ok && after.stop !== undefined ? { ...handed, stop: after.stop } : handed;
}

/** Checks an output against the node's limit and schema. */
function within(scratch: Scratch, node: PlanNode, output: Json): MappedOutput {
  const limit = node.limits.outputBytes ?? maxValueCharacters;
  if (!isWithinWeight(output, limit, scratch.weighed)) {
    return { ok: false, error: outputTooLarge(node, limit) };
  }
  const fault = node.outputSchema === null ? null : matchJsonSchema(node.outputSchema, output);
  return fault === null ? { ok: true, output } : { ok: false, error: outputInvalid(node, fault) };
}

/** The node's child run only waits. If nothing else is running, its own run waits too, and its clock is stopped. */
export function childRests(scratch: Scratch, node: PlanNode, attempt: number): Ignored {
  const late = childLateness(scratch, node, attempt);
  if (late !== null || scratch.closing !== null) return late ?? "the run is being ended";
  if (scratch.phases[node.id] === "waiting") return "it is known";
  scratch.phases[node.id] = "waiting";
  scratch.changes.push({ nodeId: node.id, status: "waiting" });
  scratch.events.push({ type: "node.waiting", nodeId: node.id, untilMs: null });
  return null;
}

/** The node's child run continues. */
export function childMoves(scratch: Scratch, node: PlanNode, attempt: number): Ignored {
  const late = childLateness(scratch, node, attempt);
  if (late !== null) return late;
  if (scratch.phases[node.id] === "running") return "it is known";
  showMoving(scratch, node);
  return null;
}

/** A node whose child run had only waited is running again. */
export function showMoving(scratch: Scratch, { id: nodeId }: PlanNode): void {
  scratch.phases[nodeId] = "running";
  scratch.changes.push({ nodeId, status: "running" });
  scratch.events.push({ type: "node.resumed", nodeId });
}

/** Why a report about the child run of this attempt changes nothing, or null if it does. */
export function childLateness(scratch: Scratch, node: PlanNode, attempt: number): Ignored {
  if (node.kind !== "child" && scratch.attempts[node.id]?.awaitsRuns !== true) {
    return "the node has no run of its own";
  }
  const phase = scratch.phases[node.id];
  if (phase !== "running" && phase !== "waiting") return `the node is ${phase}`;
  return scratch.attempts[node.id]?.number === attempt ? null : `attempt ${attempt} is not the one in flight`;
}

function endLateness({ attempts }: Scratch, { id, kind, definition }: PlanNode, { pass }: Ended): Ignored {
  if (kind !== "child") return "a tool of the node has started it";
  if (itemsOf(definition) !== null) return "the node works through items";
  return attempts[id]?.pass === pass ? null : `pass ${pass} is over`;
}
