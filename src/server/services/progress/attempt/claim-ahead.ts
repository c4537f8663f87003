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
export function claimAhead(
  context: EngineContext,
  ref: NodeRunRef,
  leaseToken: string,
  onDecided: () => void,
): Promise<NodeTask | null> {
  return context.steps.take(ref, async (taken) => {
    const task = await claimPlain({ ...taken, context, ref }, leaseToken);
    onDecided();
    return task;
  });
}

async function claimPlain(step: NodeStep, leaseToken: string): Promise<NodeTask | null> {
  const { draft, ref, progress } = step;
  const node = draft.plan.nodeById.get(ref.nodeId);
  const isFirstTry = draft.state.phases[ref.nodeId] === "ready" && progress.latest === null;
  const isPlain = node?.kind === "effect" && node.lane === "node" && !isTerminalRun(draft.state.status);
  if (!isPlain || !isFirstTry) return null;
  return openAttempt(step, node, { attempt: 1, leaseToken, spent: progress.spent });
}
