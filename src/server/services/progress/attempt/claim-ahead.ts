import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { NodeRunRef, NodeTask } from "#core/run/node-task.ts";
import { isTerminalRun } from "#core/run/status.ts";
import type { EngineContext } from "../engine-context.ts";
import type { NodeStep } from "../step/open-step.ts";
import { openAttempt } from "./open-attempt.ts";

/**
 * Claims a node run for this worker before its function asks for it, where that is plain: it is ready, nobody has tried
 * it, and no model is called. Null otherwise: whoever asks for it then uses `claimNode`, as ever. `onDecided` is called
 * as soon as what is to be written is known.
 */
export async function claimAhead(
  context: EngineContext,
  ref: NodeRunRef,
  leaseToken: string,
  onDecided: () => void,
): Promise<NodeTask | null> {
  // With the plan at hand, no needless query is made: jobs also wake what waits, and what looks at runs of its own.
  const plan = context.plans.atHand(ref.workspaceId, ref.runId);
  if (plan !== null && !isPlain(plan.nodeById.get(ref.nodeId))) return null;
  return context.steps.take(ref, async (taken) => {
    const task = await claimPlain({ ...taken, context, ref }, leaseToken);
    onDecided();
    return task;
  });
}

/**
 * Reads what such a claim is decided on, so that it need not be read when the node run is claimed: between the two the
 * run's job is taken, which asks the database as well.
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

/** Carried out here, and without a model. */
function isPlain(node: PlanNode | undefined): node is PlanNode {
  return node?.kind === "effect" && node.lane === "node";
}
