import type { GateBehaviour } from "#core/nodes/behaviour.ts";
import { typeOf } from "#core/nodes/type-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { waitTooLong } from "../node-faults.ts";
import { applyOutputMapping } from "../output-mapping.ts";
import { fitsIntoRun, remainingMs } from "./remaining-time.ts";
import { resolveInput } from "./resolve-node-input.ts";
import type { Scratch } from "./scratch.ts";
import { completeNode, failNode } from "./settle-node.ts";
import { chargeNode } from "./step-work.ts";

const iteration = 0;

/**
 * Brings a node that waits to its wait. Its input is resolved now, so that a mapping that fails does so before the wait
 * and not after it.
 */
export function beginWait(scratch: Scratch, node: PlanNode): void {
  const resolved = resolveInput(scratch, node);
  if (resolved === null) return;
  const startedAtMs = scratch.context.nowMs;
  if (!resolved.ok) {
    failNode(scratch, node, resolved.error, { startedAtMs });
    return;
  }
  const { forMs: waitMs } = gateOf(node).wait(node.definition.config);
  if (!fitsIntoRun(scratch, waitMs)) {
    failNode(scratch, node, waitTooLong(node, waitMs, remainingMs(scratch)), {
      startedAtMs,
      input: resolved.input,
    });
    return;
  }
  const untilMs = startedAtMs + waitMs;
  scratch.phases[node.id] = "waiting";
  chargeNode(scratch.work, scratch.weighed, resolved.input);
  scratch.changes.push({
    nodeId: node.id,
    iteration,
    status: "waiting",
    input: resolved.input,
    startedAtMs,
    wakeAtMs: untilMs,
  });
  scratch.events.push({ type: "node.waiting", nodeId: node.id, iteration, untilMs });
  scratch.effects.push({ kind: "node.ready", nodeId: node.id, iteration, notBeforeMs: untilMs });
}

function gateOf({ id, definition }: PlanNode): GateBehaviour<unknown> {
  const { run } = typeOf(definition);
  if (run.kind !== "gate") throw new Error(`Node "${id}" does not wait`);
  return run;
}

/** Ends a wait: the node's type says what comes out. */
export function endWait(scratch: Scratch, node: PlanNode): void {
  scratch.work.isSure = true;
  const resolved = resolveInput(scratch, node);
  if (resolved === null) return;
  scratch.events.push({ type: "node.resumed", nodeId: node.id, iteration });
  if (!resolved.ok) {
    failNode(scratch, node, resolved.error);
    return;
  }
  const output = gateOf(node).resume(node.definition.config, resolved.scope);
  const mapped = applyOutputMapping(node, output, resolved.scope);
  if (mapped.ok) completeNode(scratch, node, mapped.output);
  else failNode(scratch, node, mapped.error);
}
