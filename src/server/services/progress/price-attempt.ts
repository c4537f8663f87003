import type { ProviderKeyId } from "#core/ids.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import type { ModelUsage, Totals } from "#core/model/usage.ts";
import { costOf, type PricedUsage, ratesFor, worstCaseCost } from "#core/pricing/cost.ts";
import { findPrice } from "#core/pricing/find-price.ts";
import type { AttemptRef } from "#server/db/run/write-attempts.ts";
import type { LedgerPrices, LedgerWrite } from "#server/db/run/write-ledger.ts";

/** What a call was made with, as its attempt remembers it. */
export interface Paid {
  readonly ref: ModelRef;
  readonly providerKeyId: ProviderKeyId | null;
}

/** Micros of USD for this usage at today's prices; null when the catalogue does not know the model. */
export function priceUsage(ref: ModelRef, usage: PricedUsage): number | null {
  const prices = findPrice(ref);
  return prices === null ? null : costOf(usage, prices);
}

/** Tokens as people count them: everything that was read, cached or not, and everything that was said. */
export function totalsOf(ref: ModelRef, usage: PricedUsage): Totals {
  return {
    inputTokens: promptTokensOf(usage),
    outputTokens: usage.outputTokens,
    costMicros: priceUsage(ref, usage),
    sandbox: ref.provider === "sandbox",
  };
}

/** A line for the ledger with the prices of now stamped on it; a reservation holds the worst case at these prices. */
export function ledgerEntry(
  kind: LedgerWrite["kind"],
  attempt: AttemptRef,
  paid: Paid,
  usage: Omit<ModelUsage, "raw">,
): LedgerWrite {
  const { provider, model } = paid.ref;
  return {
    ...attempt,
    kind,
    provider,
    model,
    providerKeyId: paid.providerKeyId,
    usage,
    prices: stampedPrices(paid.ref, usage),
    amountMicros: kind === "reserve" ? worstCase(paid.ref, usage) : priceUsage(paid.ref, usage),
    isSandbox: provider === "sandbox",
  };
}

function worstCase(ref: ModelRef, usage: PricedUsage): number | null {
  const prices = findPrice(ref);
  return prices === null ? null : worstCaseCost(promptTokensOf(usage), usage.outputTokens, prices);
}

/** Long prompts have prices of their own with some models. */
function stampedPrices(ref: ModelRef, usage: PricedUsage): LedgerPrices | null {
  const prices = findPrice(ref);
  if (prices === null) return null;
  const { input, output, cacheWrite5m, cacheRead } = ratesFor(promptTokensOf(usage), prices);
  return { input, output, cacheWrite: cacheWrite5m, cacheRead };
}

function promptTokensOf({ inputTokens, cacheWriteTokens, cacheReadTokens }: PricedUsage): number {
  return inputTokens + cacheWriteTokens + cacheReadTokens;
}
