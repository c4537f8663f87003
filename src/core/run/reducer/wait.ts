import type { GateBehaviour, WaitOpening } from "#core/nodes/behaviour.ts";
import { typeOf } from "#core/nodes/type-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { matchJsonSchema } from "#core/schema/match-schema.ts";
import type { WaitAnswer, WaitEnding } from "#core/waits/words.ts";
import { expressionFailure, outputInvalid, waitRanOut } from "../node-faults.ts";
import { applyOutputMapping } from "../output-mapping.ts";
import { resolveInput } from "./resolve-node-input.ts";
import type { Scratch } from "./scratch.ts";
import { completeNode, failNode } from "./settle-node.ts";
import { chargeNode, meterFor } from "./step-work.ts";

/**
 * Begins a node's wait. Everything that the wait says is evaluated now, so that a failing mapping or template fails
 * before the wait and not after it.
 * @throws StepWorkSpent if that takes more work than this step has left.
 */
export function beginWait(scratch: Scratch, node: PlanNode): void {
  const resolved = resolveInput(scratch, node);
  if (resolved === null) return;
  const startedAtMs = scratch.context.nowMs;
  if (!resolved.ok) {
    failNode(scratch, node, resolved.error, { startedAtMs });
    return;
  }
  const meter = meterFor(scratch.work);
  const opening = gateOf(node).open(node.definition.config, resolved.scope, startedAtMs, meter);
  scratch.work.left -= meter.spent;
  const { input } = resolved;
  if (!opening.ok) {
    const error = expressionFailure(node, opening.where, opening.message);
    failNode(scratch, node, error, { startedAtMs, input });
    return;
  }
  scratch.phases[node.id] = "waiting";
  chargeNode(scratch.work, scratch.weighed, input);
  const { untilMs } = opening.wait;
  scratch.changes.push({
    nodeId: node.id,
    status: "waiting",
    input,
    startedAtMs,
    ...(untilMs === null ? {} : { wakeAtMs: untilMs }),
  });
  enter(scratch, node, opening.wait);
}

/** Reports that the wait has begun; if it has a deadline, the node is handed out for it. */
function enter(
  scratch: Scratch,
  { id: nodeId }: PlanNode,
  { untilMs, entry }: Extract<WaitOpening, { ok: true }>["wait"],
): void {
  const kind = entry === null ? {} : { kind: entry.kind, title: entry.title };
  scratch.events.push({ type: "node.waiting", nodeId, untilMs, ...kind });
  if (entry !== null) scratch.waits.push({ kind: "open", nodeId, deadlineAtMs: untilMs, entry });
  if (untilMs !== null) scratch.effects.push({ kind: "node.ready", nodeId, notBeforeMs: untilMs });
}

function gateOf({ id, definition }: PlanNode): GateBehaviour<unknown> {
  const { run } = typeOf(definition);
  if (run.kind !== "gate") throw new Error(`Node "${id}" does not wait`);
  return run;
}

/** Ends a wait: the node's type says what its output is. */
export function endWait(scratch: Scratch, node: PlanNode, answer: WaitAnswer): void {
  scratch.work.isSure = true;
  const resolved = resolveInput(scratch, node);
  if (resolved === null) return;
  if (!resolved.ok) {
    resume(scratch, node, answer, null);
    failNode(scratch, node, resolved.error);
    return;
  }
  const closing = gateOf(node).close(node.definition.config, resolved.scope, answer);
  const branch = closing.ok ? closing.branch : undefined;
  resume(scratch, node, answer, branch ?? null);
  if (!closing.ok) {
    failNode(scratch, node, waitRanOut(node, closing.message));
    return;
  }
  const mapped = applyOutputMapping(node, closing.output, resolved.scope);
  if (!mapped.ok) {
    failNode(scratch, node, mapped.error);
    return;
  }
  const fault = node.outputSchema === null ? null : matchJsonSchema(node.outputSchema, mapped.output);
  if (fault === null) completeNode(scratch, node, mapped.output, branch === undefined ? {} : { branch });
  else failNode(scratch, node, outputInvalid(node, fault));
}

function resume(scratch: Scratch, node: PlanNode, answer: WaitAnswer, choice: string | null): void {
  const ending = gateOf(node).isListed ? { ending: answer.kind } : {};
  const told = choice === null ? {} : { choice };
  scratch.events.push({ type: "node.resumed", nodeId: node.id, ...ending, ...told });
  closeEntry(scratch, node, answer.kind, choice);
}

/** Records the end of a wait that is entered among the workspace's waits. */
export function closeEntry(
  scratch: Scratch,
  node: PlanNode,
  ending: WaitEnding,
  choice: string | null,
): void {
  if (node.kind === "gate" && !gateOf(node).isListed) return;
  scratch.waits.push({ kind: "close", nodeId: node.id, ending, choice });
}
