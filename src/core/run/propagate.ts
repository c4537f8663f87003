import type { PlanNode } from "#core/pipeline/plan.ts";
import { decidePure } from "./decide-pure.ts";
import { beginDelay } from "./delay.ts";
import type { Draft } from "./draft.ts";
import { verdictFor } from "./edge-state.ts";
import { skipNode } from "./settle-node.ts";

/**
 * Looks at every queued node until nothing more follows. Only nodes after something that ended are looked at, so a step costs the same
 * however long the graph is. A queue and no recursion: a thousand pure nodes in a row must not overflow the stack.
 */
export function propagate(draft: Draft): void {
  for (let next = 0; next < draft.queue.length; next += 1) {
    const node = draft.queue[next];
    if (node !== undefined && draft.phases[node.id] === "idle") consider(draft, node);
  }
}

function consider(draft: Draft, node: PlanNode): void {
  switch (verdictFor(node, draft)) {
    case "wait":
      return;
    case "skip":
      skipNode(draft, node, "skipped");
      return;
    case "doom":
      skipNode(draft, node, "doomed");
      return;
    case "begin":
      begin(draft, node);
  }
}

function begin(draft: Draft, node: PlanNode): void {
  if (node.isPure) {
    decidePure(draft, node);
    return;
  }
  if (node.type === "delay") {
    beginDelay(draft, node);
    return;
  }
  draft.phases[node.id] = "ready";
  draft.effects.push({ kind: "node.ready", nodeId: node.id, iteration: 0, notBeforeMs: null });
}
