import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { forgottenFailure } from "../node-faults.ts";
import type { Scratch } from "./scratch.ts";

/**
 * Begins a run: reports which nodes a fork took over, and queues all others. A run that only undoes another one takes
 * over all nodes as they ended.
 */
export function startNodes(scratch: Scratch): void {
  scratch.status = "running";
  scratch.events.push({ type: "run.started" });
  for (const node of scratch.plan.nodes) {
    if (scratch.phases[node.id] === "idle") scratch.queue.push(node);
    else reportReused(scratch, node);
  }
}

function reportReused(scratch: Scratch, node: PlanNode): void {
  const ref = { nodeId: node.id };
  const way = scratch.branches[node.id];
  const branch = way === undefined ? {} : { branch: way };
  const stop = scratch.stops[node.id];
  const stopped = stop === undefined ? {} : { stop };
  switch (scratch.phases[node.id]) {
    case "completed":
      scratch.events.push({
        type: "node.completed",
        ...ref,
        reused: true,
        ...branch,
        ...stopped,
      });
      return;
    case "handled": {
      const error = scratch.context.reusedErrors?.get(node.id) ?? forgottenFailure(node.id);
      scratch.events.push({ type: "node.failed", ...ref, error, handled: true, ...branch, ...stopped });
      return;
    }
    case "failed": {
      const error = scratch.context.reusedErrors?.get(node.id) ?? forgottenFailure(node.id);
      scratch.events.push({ type: "node.failed", ...ref, error, handled: false });
      return;
    }
    case "cancelled":
      return;
    case "doomed":
    case "skipped":
      scratch.events.push({ type: "node.skipped", ...ref });
      return;
    default:
      throw new Error(`A run cannot begin with node "${node.id}" in phase ${scratch.phases[node.id]}`);
  }
}
