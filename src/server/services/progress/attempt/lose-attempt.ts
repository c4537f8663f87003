import type { Totals } from "#core/model/usage.ts";
import { workerDied } from "#core/run/node-faults.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { type LatestAttempt, readAttemptText } from "#server/db/run/progress/find-attempt.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { ProgressDraft } from "../step/progress-draft.ts";
import { estimateUsage } from "./estimate-usage.ts";
import { bookCall } from "./price-attempt.ts";

/**
 * Closes an attempt whose worker died before it could say how the call ended. The vendor may have billed it, so it is
 * booked with an estimate: the reserved input, and the text that had arrived. One whose call had not left is booked
 * with nothing.
 */
export async function loseAttempt(
  tx: TenantSql,
  context: EngineContext,
  draft: ProgressDraft,
  ref: NodeRunRef,
  before: Totals,
  latest: LatestAttempt,
): Promise<void> {
  const { nodeId, iteration } = ref;
  const attempt = { nodeId, iteration, attempt: latest.attempt };
  const error = workerDied(nodeId);
  const text = await readAttemptText(tx, ref, latest.attempt);
  const paid = latest.ref === null ? null : { ref: latest.ref, providerKeyId: latest.providerKeyId };
  const hasLeft = latest.isSent || text !== "";
  const usage = paid !== null && hasLeft ? await estimateUsage(tx, ref, latest.attempt, text) : null;
  const costMicros = paid === null ? 0 : bookCall(draft, attempt, paid, usage, before);
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
