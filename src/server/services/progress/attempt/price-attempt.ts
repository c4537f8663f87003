import type { ProviderKeyId } from "#core/ids.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import type { ModelUsage, Totals } from "#core/model/usage.ts";
import type { PricedUsage } from "#core/pricing/cost.ts";
import { quote, quoteWorstCase } from "#core/pricing/quote.ts";
import type { AttemptRef } from "#server/db/run/progress/write-attempts.ts";
import type { LedgerWrite } from "#server/db/run/progress/write-ledger.ts";

/** What a call was made with, as its attempt remembers it. */
export interface Paid {
  readonly ref: ModelRef;
  readonly providerKeyId: ProviderKeyId | null;
}

/** Micros of USD for this usage at today's prices; null when the catalogue does not know the model. */
export function priceUsage(ref: ModelRef, usage: PricedUsage): number | null {
  return quote(ref, usage).costMicros;
}

/** Tokens as people count them: everything that was read, cached or not, and everything that was said. */
export function totalsOf(ref: ModelRef, usage: PricedUsage): Totals {
  return quote(ref, usage).totals;
}

/** A line for the ledger with the prices of now stamped on it; a reservation holds the worst case at these prices. */
export function ledgerEntry(
  kind: LedgerWrite["kind"],
  attempt: AttemptRef,
  paid: Paid,
  usage: Omit<ModelUsage, "raw">,
): LedgerWrite {
  const { provider, model } = paid.ref;
  const { prices, costMicros } =
    kind === "reserve" ? quoteWorstCase(paid.ref, usage) : quote(paid.ref, usage);
  return {
    ...attempt,
    kind,
    provider,
    model,
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
    amountMicros: costMicros,
    isSandbox: provider === "sandbox",
  };
}
