import type { ProviderKeyId } from "#core/ids.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import type { ModelUsage, Totals } from "#core/model/usage.ts";
import { type Quote, quote } from "#core/pricing/quote.ts";
import type { AttemptRef } from "#server/db/run/progress/write-attempts.ts";
import type { LedgerWrite } from "#server/db/run/progress/write-ledger.ts";
import { addSpent, type Changeset } from "../step/changeset.ts";
import { noUsage } from "./estimate-usage.ts";

/** The model and key of a call, as its attempt recorded them. */
export interface Paid {
  readonly ref: ModelRef;
  readonly providerKeyId: ProviderKeyId | null;
}

/**
 * Books a call's usage on the ledger and the node run, or releases its reservation. `before` is the node run's earlier
 * usage. Returns the call's cost in micros of USD. Null: unknown.
 */
export function bookCall(
  changeset: Changeset,
  attempt: AttemptRef,
  paid: Paid,
  usage: ModelUsage | null,
  before: Totals,
): number | null {
  const quoted = quote(paid.ref, usage ?? noUsage, changeset.run.prices ?? {});
  if (usage !== null) addSpent(changeset, attempt.nodeId, before, quoted.totals);
  const kind = usage === null ? "release" : "settle";
  changeset.ledger.push(ledgerEntry(kind, attempt, paid, usage ?? noUsage, quoted));
  return usage === null ? 0 : quoted.costMicros;
}

/** A ledger entry stamped with the prices of its quote. */
export function ledgerEntry(
  kind: LedgerWrite["kind"],
  attempt: AttemptRef,
  { ref, providerKeyId }: Paid,
  usage: Omit<ModelUsage, "raw">,
  { prices, costMicros, totals, basis }: Quote,
): LedgerWrite {
  return {
    ...attempt,
    kind,
    provider: ref.provider,
    model: ref.model,
    providerKeyId,
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
    basis,
    amountMicros: costMicros,
    isSandbox: totals.sandbox,
  };
}
