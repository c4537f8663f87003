import type { CallNews } from "#core/run/agent/ended-turn.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { readAgentSteps } from "#server/db/run/progress/agent-steps/read-steps.ts";
import type { EngineContext } from "../engine-context.ts";
import { noteStep } from "./note-steps.ts";
import { takeHeld } from "./take-held.ts";

/**
 * Records changes of calls, in one transaction. False when this worker has lost the attempt: then no call may be made,
 * and its successor does not know the result of one that was. Safe to call again.
 */
export async function noteCalls(
  context: EngineContext,
  task: NodeTask,
  news: readonly CallNews[],
): Promise<boolean> {
  const noted = await takeHeld(context, task, async ({ tx, changeset }) => {
    const known = new Map((await readAgentSteps(tx, task)).map((step) => [step.seq, step]));
    for (const { seq, status, answer } of news) {
      const step = known.get(seq);
      if (step?.kind !== "tool" || step.result !== null || step.status === status) continue;
      const change = { kind: "call-change", nodeId: task.nodeId, seq, status, answer } as const;
      noteStep(changeset, task.attempt, change, step.name);
    }
    return true;
  });
  return noted ?? false;
}
