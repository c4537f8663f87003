import type { Json } from "#core/json/json.ts";
import { isWithinWeight, maxValueCharacters } from "#core/json/json-weight.ts";
import { itemsOf } from "#core/nodes/type-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { matchJsonSchema } from "#core/schema/match-schema.ts";
import { childCutShort, childFailed, outputInvalid, outputTooLarge } from "../node-faults.ts";
import { applyOutputMapping, type MappedOutput } from "../output-mapping.ts";
import type { ChildEnd, Happening } from "../state.ts";
import { attemptCancelled, attemptCompleted, attemptFailed } from "./attempt-happenings.ts";
import { resolveInput } from "./resolve-node-input.ts";
import type { Ignored, Scratch } from "./scratch.ts";
import { meterFor } from "./step-work.ts";

const iteration = 0;

type Ended = Extract<Happening, { readonly kind: "child.ended" }>;

/**
 * The run that is this attempt of the node has ended: the attempt has ended like it. One that was cancelled by itself,
 * and not with this run, has failed for good.
 */
export function childEnded(scratch: Scratch, node: PlanNode, happening: Ended): Ignored {
  const late = childLateness(scratch, node, happening.attempt);
  if (late !== null) return late;
  const { attempt, end } = happening;
  if (itemsOf(node.definition) !== null) return "the node works through items";
  const handed = end.status === "completed" ? handOnEnd(scratch, node, end) : null;
  if (end.status === "completed" && handed === null) return null;
  scratch.phases[node.id] = "running";
  scratch.events.push({
    type: "child.ended",
    nodeId: node.id,
    iteration,
    attempt,
    childRunId: end.runId,
    status: end.status,
  });
  if (handed?.ok === true) {
    return attemptCompleted(scratch, node, {
      kind: "attempt.completed",
      nodeId: node.id,
      attempt,
      output: handed.output,
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

/** What the node hands on of its run's output; null where an output that its mapping reads is missing. */
function handOnEnd(scratch: Scratch, node: PlanNode, end: ChildEnd): MappedOutput | null {
  if (end.isCut) return { ok: false, error: childCutShort(node, end.runId) };
  return handOn(scratch, node, end.output);
}

/** What a node hands on of what its runs put out, by its mapping and within its limits. As above. */
export function handOn(scratch: Scratch, node: PlanNode, output: Json): MappedOutput | null {
  const mapped = mapOutput(scratch, node, output);
  if (mapped === null || !mapped.ok) return mapped;
  const limit = node.limits.outputBytes ?? maxValueCharacters;
  if (!isWithinWeight(mapped.output, limit, scratch.weighed)) {
    return { ok: false, error: outputTooLarge(node, limit) };
  }
  const fault = node.outputSchema === null ? null : matchJsonSchema(node.outputSchema, mapped.output);
  return fault === null ? mapped : { ok: false, error: outputInvalid(node, fault) };
}

function mapOutput(scratch: Scratch, node: PlanNode, output: Json): MappedOutput | null {
  if (node.definition.output === undefined) return { ok: true, output };
  scratch.work.isSure = true;
  const resolved = resolveInput(scratch, node);
  if (resolved === null || !resolved.ok) return resolved;
  const meter = meterFor(scratch.work);
  const mapped = applyOutputMapping(node, output, resolved.scope, meter);
  scratch.work.left -= meter.spent;
  return mapped;
}

/** The node's run only waits. Where nothing else goes on, its own run does too, and its clock stands still. */
export function childRests(scratch: Scratch, node: PlanNode, attempt: number): Ignored {
  const late = childLateness(scratch, node, attempt);
  if (late !== null || scratch.closing !== null) return late ?? "the run is being ended";
  if (scratch.phases[node.id] === "waiting") return "it is known";
  scratch.phases[node.id] = "waiting";
  scratch.changes.push({ nodeId: node.id, iteration, status: "waiting" });
  scratch.events.push({ type: "node.waiting", nodeId: node.id, iteration, untilMs: null });
  return null;
}

/** The node's run goes on again. */
export function childMoves(scratch: Scratch, node: PlanNode, attempt: number): Ignored {
  const late = childLateness(scratch, node, attempt);
  if (late !== null) return late;
  if (scratch.phases[node.id] === "running") return "it is known";
  showMoving(scratch, node);
  return null;
}

/** A node whose run had only waited is running again. */
export function showMoving(scratch: Scratch, { id: nodeId }: PlanNode): void {
  scratch.phases[nodeId] = "running";
  scratch.changes.push({ nodeId, iteration, status: "running" });
  scratch.events.push({ type: "node.resumed", nodeId, iteration });
}

/** Why a word about the run of this attempt changes nothing, or null where it does. */
export function childLateness(scratch: Scratch, node: PlanNode, attempt: number): Ignored {
  if (node.kind !== "child") return "the node has no run of its own";
  const phase = scratch.phases[node.id];
  if (phase !== "running" && phase !== "waiting") return `the node is ${phase}`;
  return scratch.attempts[node.id]?.number === attempt ? null : `attempt ${attempt} is not the one in flight`;
}
