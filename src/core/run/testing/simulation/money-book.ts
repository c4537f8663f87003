import type { ModelRef } from "#core/model/model-ref.ts";
import { addTotals, noTotals, type Totals } from "#core/model/usage.ts";
import type { PricedUsage } from "#core/pricing/cost.ts";
import { quote, quoteWorstCase } from "#core/pricing/quote.ts";

interface Entry {
  readonly nodeId: string;
  readonly attempt: number;
  readonly kind: "reserve" | "settle" | "release" | "late";
  readonly totals: Totals;
}

const ref: ModelRef = { provider: "anthropic", model: "claude-haiku-5-5" };
const most = { inputTokens: 900, outputTokens: 400 };

/** What an attempt used, worked out from its name, so that it is the same in each telling. */
export function usageOf(nodeId: string, attempt: number): PricedUsage {
  const chance = [...`${nodeId}/${attempt}`].reduce(
    (sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 9_973,
    7,
  );
  return priced(chance % (most.inputTokens + 1), chance % (most.outputTokens + 1));
}

function priced(inputTokens: number, outputTokens: number): PricedUsage {
  return { inputTokens, outputTokens, cacheWriteTokens: 0, cacheReadTokens: 0 };
}

/** The ledger of one run, written as the program writes it: a reservation for each attempt, and what came of it. */
export class MoneyBook {
  readonly entries: Entry[] = [];
  readonly spent = new Map<string, Totals>();

  reserve(nodeId: string, attempt: number): void {
    const worst = quoteWorstCase(ref, priced(most.inputTokens, most.outputTokens), {});
    this.entries.push({ nodeId, attempt, kind: "reserve", totals: worst.totals });
  }

  /** `usage` is null where the call had not left. */
  close(nodeId: string, attempt: number, usage: PricedUsage | null): void {
    if (usage === null) this.entries.push({ nodeId, attempt, kind: "release", totals: noTotals });
    else this.book({ nodeId, attempt, kind: "settle", totals: quote(ref, usage, {}).totals });
  }

  /** A worker that was taken for dead says what its call used: the difference to what had been booked for it. */
  tellLate(nodeId: string, attempt: number): void {
    if (this.entries.some((one) => one.kind === "late" && one.nodeId === nodeId && one.attempt === attempt))
      return;
    const booked = this.sumOf(
      (one) => one.nodeId === nodeId && one.attempt === attempt && one.kind !== "reserve",
    );
    const used = quote(ref, usageOf(nodeId, attempt), {}).totals;
    this.book({ nodeId, attempt, kind: "late", totals: difference(used, booked) });
  }

  private book(entry: Entry): void {
    this.entries.push(entry);
    this.spent.set(entry.nodeId, addTotals(this.spent.get(entry.nodeId) ?? noTotals, entry.totals));
  }

  total(): Totals {
    return this.sumOf(({ kind }) => kind === "settle" || kind === "late");
  }

  private sumOf(holds: (entry: Entry) => boolean): Totals {
    return this.entries.filter(holds).reduce((sum, { totals }) => addTotals(sum, totals), noTotals);
  }
}

function difference(left: Totals, right: Totals): Totals {
  return {
    inputTokens: left.inputTokens - right.inputTokens,
    outputTokens: left.outputTokens - right.outputTokens,
    costMicros: (left.costMicros ?? 0) - (right.costMicros ?? 0),
    sandbox: left.sandbox,
  };
}
