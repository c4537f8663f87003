import { modelRefSchema, parseModelRef } from "#core/model/model-ref.ts";
import type { ModelUsage, Totals } from "#core/model/usage.ts";
import { likelyInputTokens } from "#core/run/bound-call.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import { type LatestAttempt, readAttemptText } from "#server/db/run/find-attempt.ts";
import { readReservation } from "#server/db/run/read-reservation.ts";
import type { TenantSql } from "#server/db/tenant-sql.ts";
import { applyHappening } from "./apply-happening.ts";
import type { EngineContext } from "./engine-context.ts";
import { ledgerEntry, priceUsage, totalsOf } from "./price-attempt.ts";
import { addSpent, type ProgressDraft } from "./progress-draft.ts";

/** Characters of streamed text that make about one token. */
const charactersPerToken = 4;

/**
 * Closes an attempt whose worker died before it could say how the call ended. The vendor may have billed it, so it is booked with an
 * estimate: the reserved input, and the text that had arrived.
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
    message: `The worker that carried node ${nodeId} stopped before it could finish.`,
    retryable: true,
    nodeId,
  } as const;
  const text = await readAttemptText(tx, ref, latest.attempt);
  const paidFor = paidRef(latest);
  const usage = paidFor === null ? null : await estimateUsage(tx, ref, latest.attempt, text);
  if (paidFor !== null && usage !== null) {
    addSpent(draft, nodeId, before, totalsOf(paidFor, usage));
    draft.ledger.push(
      ledgerEntry("settle", attempt, { ref: paidFor, providerKeyId: latest.providerKeyId }, usage),
    );
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

async function estimateUsage(
  tx: TenantSql,
  ref: NodeRunRef,
  attempt: number,
  text: string,
): Promise<ModelUsage> {
  const reserved = await readReservation(tx, ref, attempt);
  return {
    inputTokens: likelyInputTokens(reserved?.inputTokens ?? 0),
    outputTokens: Math.ceil(text.length / charactersPerToken),
    cacheWriteTokens: 0,
    cacheReadTokens: 0,
    estimated: true,
    raw: null,
  };
}
