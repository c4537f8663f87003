import { workerDied } from "#core/run/node-faults.ts";
import { type LatestAttempt, readAttemptText } from "#server/db/run/progress/find-attempt.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { NodeStep } from "../step/open-step.ts";
import { estimateUsage } from "./estimate-usage.ts";
import { bookCall } from "./price-attempt.ts";
import { reportCall } from "./report-call.ts";

/**
 * Closes an attempt whose worker died before it could say how the call ended. The vendor may have billed it, so it is
 * booked with an estimate: the reserved input, and the text that had arrived. One whose call had not left is booked
 * with nothing.
 */
export async function loseAttempt(
  { tx, context, draft, ref, progress }: NodeStep,
  latest: LatestAttempt,
): Promise<void> {
  const { nodeId, iteration } = ref;
  const attempt = { nodeId, iteration, attempt: latest.attempt };
  const error = workerDied(nodeId);
  const text = await readAttemptText(tx, ref, latest.attempt);
  const paid = latest.ref === null ? null : { ref: latest.ref, providerKeyId: latest.providerKeyId };
  const hasLeft = latest.isSent || text !== "";
  const usage = paid !== null && hasLeft ? await estimateUsage(tx, ref, latest.attempt, text) : null;
  const costMicros = paid === null ? 0 : bookCall(draft, attempt, paid, usage, progress.spent);
  if (paid !== null) reportCall(draft, attempt, paid, { kind: "cancelled" });
  draft.closes.push({
    ...attempt,
    leaseToken: latest.leaseToken,
    status: "lost",
    usage,
    costMicros,
    providerRequestId: null,
    stop: null,
    text: text === "" ? null : text,
    error,
  });
  await applyHappening(tx, draft, {
    kind: "attempt.failed",
    nodeId,
    attempt: latest.attempt,
    error,
    retryAfterMs: null,
    jitter: context.random(),
  });
}
