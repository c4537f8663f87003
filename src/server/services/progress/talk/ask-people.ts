import { isTalking } from "#core/run/agent/agent-steps.ts";
import { callQuestionOf, undecidedCalls } from "#core/run/asking/questions.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { readAgentSteps } from "#server/db/run/progress/agent-steps/read-steps.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyHappening } from "../step/apply-happening.ts";
import { pauseAttempt } from "./pause-attempt.ts";
import { takeHeld } from "./take-held.ts";

/**
 * Asks people about the first call that they must decide on, in one transaction: the attempt ends, and the node waits
 * without holding anything. The worker leaves it in any case. Safe to call again.
 */
export async function askPeople(context: EngineContext, task: NodeTask): Promise<void> {
  await takeHeld(context, task, async (step) => {
    const { tx, changeset } = step;
    const { node, nodeId, attempt } = task;
    if (!isTalking(node) || changeset.state.closing !== null) return;
    const [call] = undecidedCalls(node, await readAgentSteps(tx, task));
    if (call === undefined) return;
    await pauseAttempt(step, task);
    const question = callQuestionOf(node, call, changeset.run.nowMs);
    await applyHappening(tx, changeset, { kind: "call.asked", nodeId, attempt, ...question });
  });
}
