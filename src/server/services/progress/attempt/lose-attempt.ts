import { modelRefSchema, parseModelRef } from "#core/model/model-ref.ts";
import type { Totals } from "#core/model/usage.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { type LatestAttempt, readAttemptText } from "#server/db/run/progress/find-attempt.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyHappening } from "../step/apply-happening.ts";
import { addSpent, type ProgressDraft } from "../step/progress-draft.ts";
import { estimateUsage, noUsage } from "./estimate-usage.ts";
import { ledgerEntry, priceUsage, totalsOf } from "./price-attempt.ts";

/**
 * Closes an attempt whose worker died before it could say how the call ended. The vendor may have billed it, so it is booked with an
 * estimate: the reserved input, and the text that had arrived. One whose call had not left is booked with nothing.
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
  const error = {
    code: "WORKER_LOST",
    message: `The worker that ran node "${nodeId}" stopped before the node had finished. Its log says why.`,
    retryable: true,
    nodeId,
  } as const;
  const text = await readAttemptText(tx, ref, latest.attempt);
  const paidFor = paidRef(latest);
  const hasLeft = latest.isSent || text !== "";
  const usage = paidFor !== null && hasLeft ? await estimateUsage(tx, ref, latest.attempt, text) : null;
  if (paidFor !== null) {
    const paid = { ref: paidFor, providerKeyId: latest.providerKeyId };
    if (usage !== null) addSpent(draft, nodeId, before, totalsOf(paidFor, usage));
    draft.ledger.push(ledgerEntry(usage === null ? "release" : "settle", attempt, paid, usage ?? noUsage));
  }
  draft.closes.push({
    ...attempt,
    status: "lost",
    usage,
    costMicros: paidFor === null || usage === null ? 0 : priceUsage(paidFor, usage),
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

function paidRef(latest: LatestAttempt) {
  const text = `${latest.provider}/${latest.model}`;
  return latest.provider === null || !modelRefSchema.safeParse(text).success ? null : parseModelRef(text);
}
