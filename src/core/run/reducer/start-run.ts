import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { forgottenFailure } from "../node-faults.ts";
import type { Draft } from "./draft.ts";

/** Begins a run: says which nodes a fork took over, and puts all others in the queue. */
export function startRun(draft: Draft): void {
  draft.status = "running";
  draft.events.push({ type: "run.started" });
  for (const node of draft.plan.nodes) {
    if (draft.phases[node.id] === "idle") draft.queue.push(node);
    else tellReused(draft, node);
  }
}

function tellReused(draft: Draft, node: PlanNode): void {
  const ref = { nodeId: node.id, iteration: 0 };
  const branch = draft.branches[node.id];
  const stop = draft.stops[node.id];
  switch (draft.phases[node.id]) {
    case "completed":
      draft.events.push({
        type: "node.completed",
        ...ref,
        reused: true,
        ...(branch === undefined ? {} : { branch }),
        ...(stop === undefined ? {} : { stop }),
      });
      return;
    case "handled": {
      const error = draft.context.reusedErrors?.get(node.id) ?? forgottenFailure(node.id);
      draft.events.push({ type: "node.failed", ...ref, error, handled: true });
      return;
    }
    case "skipped":
      draft.events.push({ type: "node.skipped", ...ref });
      return;
    default:
      throw new Error(`A run cannot begin with node "${node.id}" in phase ${draft.phases[node.id]}`);
  }
}
