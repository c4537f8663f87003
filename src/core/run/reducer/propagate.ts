import { StepWorkSpent } from "#core/expression/metering/step-work-spent.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { type EdgeVerdict, verdictFor } from "../edge-state.ts";
import { decidePure } from "./decide-pure.ts";
import type { Scratch } from "./scratch.ts";
import { skipNode } from "./settle-node.ts";
import { chargeNode, isSpent } from "./step-work.ts";
import { beginWait } from "./wait.ts";

/** Once this many outputs are missing, no further node is begun: all of them will be in memory at the same time. */
const maxMissing = 16;

/**
 * Processes every queued node until nothing more follows, or the step's budget is spent: then the rest is left for
 * another step. Only successors of nodes that ended are looked at, so the cost of a step does not depend on the size of
 * the graph. A queue instead of recursion: a thousand pure nodes in a row must not overflow the stack.
 */
export function propagate(scratch: Scratch): void {
  for (let next = 0; next < scratch.queue.length; next += 1) {
    const node = scratch.queue[next];
    if (node === undefined || scratch.phases[node.id] !== "idle") continue;
    const verdict = verdictFor(node, scratch);
    if (verdict === "wait") continue;
    if (isSpent(scratch.work) || scratch.missing.size >= maxMissing) scratch.isCutShort = true;
    else carryOut(scratch, node, verdict);
  }
}

function carryOut(scratch: Scratch, node: PlanNode, verdict: Exclude<EdgeVerdict, "wait">): void {
  switch (verdict) {
    case "skip":
      skipNode(scratch, node, "skipped");
      return;
    case "doom":
      skipNode(scratch, node, "doomed");
      return;
    case "begin":
      beginWithinWork(scratch, node);
  }
}

/** If the budget is spent in the middle of a node, nothing of it has been written. */
function beginWithinWork(scratch: Scratch, node: PlanNode): void {
  try {
    begin(scratch, node);
  } catch (error) {
    if (!(error instanceof StepWorkSpent)) throw error;
    scratch.work.left = 0;
    scratch.isCutShort = true;
  }
}

function begin(scratch: Scratch, node: PlanNode): void {
  switch (node.kind) {
    case "pure":
      decidePure(scratch, node);
      return;
    case "gate":
      beginWait(scratch, node);
      return;
    case "effect":
    case "child":
      scratch.phases[node.id] = "ready";
      chargeNode(scratch.work, scratch.weighed);
      scratch.effects.push({ kind: "node.ready", nodeId: node.id, notBeforeMs: null });
  }
}
