import type { NodeTask } from "#core/run/node-task.ts";
import type { EngineContext } from "../engine-context.ts";
import type { NodeStep } from "../step/open-step.ts";

/**
 * Takes a step for an attempt that this worker holds. Null when it no longer holds it, or its run is being ended: then
 * nothing more may begin, and `late` runs in the same transaction.
 */
export async function takeHeld<Result>(
  context: EngineContext,
  task: NodeTask,
  decide: (step: NodeStep) => Promise<Result>,
  late: (step: NodeStep) => Promise<void> = async () => {},
): Promise<Result | null> {
  return context.steps.take(task, async (taken) => {
    const step: NodeStep = { ...taken, context, ref: task };
    const { latest } = taken.progress;
    const isHeld =
      latest?.status === "running" &&
      latest.attempt === task.attempt &&
      latest.leaseToken === task.leaseToken;
    if (isHeld) return decide(step);
    await late(step);
    return null;
  });
}
