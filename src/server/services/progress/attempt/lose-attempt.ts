import { workerDied } from "#core/run/node-faults.ts";
import { readTurnText } from "#server/db/run/progress/agent-steps/read-steps.ts";
import { type LatestAttempt, readAttemptText } from "#server/db/run/progress/find-attempt.ts";
import { applyHappening } from "../step/apply-happening.ts";
import { noteTotalsBefore } from "../step/changeset.ts";
import type { NodeStep } from "../step/open-step.ts";
import { closeTurn } from "../talk/close-turn.ts";
import { turnsOf } from "../talk/turns-of.ts";
import { estimateUsage } from "./estimate-usage.ts";
import { bookCall } from "./price-attempt.ts";
import { reportCall } from "./report-call.ts";

/**
 * Closes an attempt whose worker died before it reported how the call ended. The vendor may have billed it, so it is
 * booked with an estimate: the reserved input, and the text that had arrived. An attempt whose call had not been sent
 * costs nothing. For an agent with tools only the turn in flight is booked, because earlier turns already were.
 */
export async function loseAttempt(
  { tx, context, changeset, ref, progress }: NodeStep,
  latest: LatestAttempt,
): Promise<void> {
  const { nodeId } = ref;
  const turns = await turnsOf(tx, changeset, ref, latest.attempt);
  const isBetween = turns !== null && turns.openSeq === null;
  const step = turns?.openSeq ?? 0;
  const attempt = { nodeId, attempt: latest.attempt, step };
  const error = workerDied(nodeId);
  const text = await (turns === null ? readAttemptText : readTurnText)(tx, ref, latest.attempt);
  const paid =
    latest.ref === null || isBetween ? null : { ref: latest.ref, providerKeyId: latest.providerKeyId };
  const hasLeft = latest.isSent || text !== "";
  const used = paid !== null && hasLeft ? await estimateUsage(tx, ref, latest.attempt, text, step) : null;
  const cost = paid === null ? 0 : bookCall(changeset, attempt, paid, used, progress.spent);
  if (paid !== null) reportCall(changeset, attempt, paid, { kind: "cancelled" });
  noteTotalsBefore(changeset, nodeId, progress.spent);
  const bill = { usage: used, costMicros: cost };
  const { usage, costMicros } = turns === null ? bill : closeTurn(changeset, attempt, turns, "lost", bill);
  changeset.closes.push({
    nodeId,
    attempt: latest.attempt,
    leaseToken: latest.leaseToken,
    status: "lost",
    usage,
    costMicros,
    providerRequestId: null,
    stop: null,
    text: text === "" ? null : text,
    error,
  });
  await applyHappening(tx, changeset, {
    kind: "attempt.failed",
    nodeId,
    attempt: latest.attempt,
    error,
    retryAfterMs: null,
    jitter: context.random(),
  });
}
