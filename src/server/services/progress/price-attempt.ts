import type { ProviderKeyId } from "#core/ids.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import type { ModelUsage, Totals } from "#core/model/usage.ts";
import { costOf } from "#core/pricing/cost.ts";
import { findPrice } from "#core/pricing/find-price.ts";
import type { AttemptRef } from "#server/db/run/write-attempts.ts";
import type { LedgerWrite } from "#server/db/run/write-ledger.ts";

/** What a call was made with, as its attempt remembers it. */
export interface Paid {
  readonly ref: ModelRef;
  readonly providerKeyId: ProviderKeyId | null;
}

/** Micros of USD for this usage at today's prices; null when the catalogue does not know the model. */
export function priceUsage(ref: ModelRef, usage: Omit<ModelUsage, "raw">): number | null {
  const prices = findPrice(ref);
  return prices === null ? null : costOf(usage, prices);
}

/** Tokens as people count them: everything that was read, cached or not, and everything that was said. */
export function totalsOf(ref: ModelRef, usage: Omit<ModelUsage, "raw">): Totals {
  return {
    inputTokens: usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens,
    outputTokens: usage.outputTokens,
    costMicros: priceUsage(ref, usage),
    sandbox: ref.provider === "sandbox",
  };
}

/** A line for the ledger with its prices stamped on it. */
export function ledgerEntry(
  kind: LedgerWrite["kind"],
  attempt: AttemptRef,
  paid: Paid,
  usage: Omit<ModelUsage, "raw">,
): LedgerWrite {
  const prices = findPrice(paid.ref);
  return {
    ...attempt,
    kind,
    provider: paid.ref.provider,
    model: paid.ref.model,
    providerKeyId: paid.providerKeyId,
    usage,
    prices:
      prices === null
        ? null
        : {
            input: prices.input,
            output: prices.output,
            cacheWrite: prices.cacheWrite5m,
            cacheRead: prices.cacheRead,
          },
    amountMicros: prices === null ? null : costOf(usage, prices),
    isSandbox: paid.ref.provider === "sandbox",
  };
}
