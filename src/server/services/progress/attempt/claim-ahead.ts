import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { NodeRunRef, NodeTask } from "#core/run/node-task.ts";
import { isTerminalRun } from "#core/run/status.ts";
import type { EngineContext } from "../engine-context.ts";
import type { NodeStep } from "../step/open-step.ts";
import { openAttempt } from "./open-attempt.ts";

/**
 * Claims a node run for this worker before its function asks for it, in the simple case: it is ready, has no attempt
 * yet, and calls no model. Null otherwise: then `claimNode` is used as usual. `onDecided` is called as soon as it is
 * known what will be written.
 */
export async function claimAhead(
  context: EngineContext,
  ref: NodeRunRef,
  leaseToken: string,
  onDecided: () => void,
): Promise<NodeTask | null> {
  // Without a cached plan a query might be wasted: jobs also wake waiting nodes, and nodes with child runs.
  const plan = context.plans.atHand(ref.workspaceId, ref.runId);
  if (plan !== null && !isPlain(plan.nodeById.get(ref.nodeId))) return null;
  return context.steps.take(ref, async (taken) => {
    const task = await claimPlain({ ...taken, context, ref }, leaseToken);
    onDecided();
    return task;
  });
}

/**
 * Reads what such a claim depends on ahead of time, while the run's job is still being taken, so that the claim need
 * not read it.
 */
export function lookAhead({ steps }: EngineContext, ref: NodeRunRef): Promise<void> {
  return steps.look(ref, (plan) => isPlain(plan.nodeById.get(ref.nodeId)));
}

async function claimPlain(step: NodeStep, leaseToken: string): Promise<NodeTask | null> {
  const { changeset, ref, progress } = step;
  const node = changeset.plan.nodeById.get(ref.nodeId);
  const isFirstTry = changeset.state.phases[ref.nodeId] === "ready" && progress.latest === null;
  if (!isPlain(node) || !isFirstTry || isTerminalRun(changeset.state.status)) return null;
  return openAttempt(step, node, { attempt: 1, leaseToken, spent: progress.spent });
}

/** Executed by a worker, and without a model. */
function isPlain(node: PlanNode | undefined): node is PlanNode {
  return node?.kind === "effect" && node.lane === "node";
}
