import type { NodeTask } from "#core/run/node-task.ts";
import { readAttemptTurns } from "#server/db/run/progress/agent-steps/read-steps.ts";
import type { NodeStep } from "../step/open-step.ts";

/** Ends an attempt between two steps, because its node begins to wait, with its turns' usage. It has not failed. */
export async function pauseAttempt(
  { tx, changeset, ref }: NodeStep,
  { nodeId, attempt, leaseToken }: NodeTask,
): Promise<void> {
  const { usage, costMicros } = await readAttemptTurns(tx, ref, attempt);
  changeset.closes.push({
    nodeId,
    attempt,
    leaseToken,
    status: "cancelled",
    usage,
    costMicros,
    providerRequestId: null,
    stop: null,
    text: null,
    error: null,
  });
}
