import { StepWorkSpent } from "#core/expression/metering/step-work-spent.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { type Verdict, verdictFor } from "../edge-state.ts";
import { decidePure } from "./decide-pure.ts";
import type { Draft } from "./draft.ts";
import { skipNode } from "./settle-node.ts";
import { chargeNode, isSpent } from "./step-work.ts";
import { beginWait } from "./wait.ts";

/** No more nodes are begun that lack outputs: what is asked for is kept in memory all at once. */
const maxMissing = 16;

/**
 * Looks at every queued node until nothing more follows, or the step's work is done: the rest is left as it is, for another step. Only nodes after something that ended are looked at, so a step costs the same
 * however long the graph is. A queue and no recursion: a thousand pure nodes in a row must not overflow the stack.
 */
export function propagate(draft: Draft): void {
  for (let next = 0; next < draft.queue.length; next += 1) {
    const node = draft.queue[next];
    if (node === undefined || draft.phases[node.id] !== "idle") continue;
    const verdict = verdictFor(node, draft);
    if (verdict === "wait") continue;
    if (isSpent(draft.work) || draft.missing.size >= maxMissing) draft.isCutShort = true;
    else carryOut(draft, node, verdict);
  }
}

function carryOut(draft: Draft, node: PlanNode, verdict: Exclude<Verdict, "wait">): void {
  switch (verdict) {
    case "skip":
      skipNode(draft, node, "skipped");
      return;
    case "doom":
      skipNode(draft, node, "doomed");
      return;
    case "begin":
      beginWithinWork(draft, node);
  }
}

/** Nothing has been written to the draft when the work is spent in the middle of a node. */
function beginWithinWork(draft: Draft, node: PlanNode): void {
  try {
    begin(draft, node);
  } catch (error) {
    if (!(error instanceof StepWorkSpent)) throw error;
    draft.work.left = 0;
    draft.isCutShort = true;
  }
}

function begin(draft: Draft, node: PlanNode): void {
  switch (node.kind) {
    case "pure":
      decidePure(draft, node);
      return;
    case "gate":
      beginWait(draft, node);
      return;
    case "effect":
      draft.phases[node.id] = "ready";
      chargeNode(draft.work, draft.weighed);
      draft.effects.push({ kind: "node.ready", nodeId: node.id, iteration: 0, notBeforeMs: null });
  }
}
