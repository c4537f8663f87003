import type { ModelRef } from "#core/model/model-ref.ts";
import type { Totals } from "#core/model/usage.ts";
import { costOf, factorOf, type PricedUsage, promptTokensOf, ratesFor, worstCaseCost } from "./cost.ts";
import { findPrice } from "./find-price.ts";
import type { TokenPrices, UnitPrices } from "./unit-prices.ts";

/** What one call costs at current prices. */
export interface Quote {
  /** What a million tokens of each kind cost in this very call; null when that is not known. */
  readonly prices: TokenPrices | null;
  /** Micros of USD; null when that is not known. */
  readonly costMicros: number | null;
  readonly totals: Totals;
}

/** Prices a call by what it used. */
export function quote(ref: ModelRef, usage: PricedUsage): Quote {
  const prices = findPrice(ref);
  return toQuote(ref, usage, prices, prices === null ? null : costOf(usage, prices));
}

/** Prices the most that a call may use: `usage` tells all that may be read and all that may be said. */
export function quoteWorstCase(ref: ModelRef, usage: PricedUsage): Quote {
  const prices = findPrice(ref);
  const most = prices === null ? null : worstCaseCost(promptTokensOf(usage), usage.outputTokens, prices);
  return toQuote(ref, usage, prices, most);
}

function toQuote(
  ref: ModelRef,
  usage: PricedUsage,
  prices: UnitPrices | null,
  costMicros: number | null,
): Quote {
  return {
    prices: prices === null ? null : ratesOf(usage, prices),
    costMicros,
    totals: callTotals(ref, usage, costMicros),
  };
}

/**
 * Tokens of a call as people count them (all that was read, cached or not, and all that was said) and what they cost.
 */
export function callTotals(ref: ModelRef, usage: PricedUsage, costMicros: number | null): Totals {
  return {
    inputTokens: promptTokensOf(usage),
    outputTokens: usage.outputTokens,
    costMicros,
    sandbox: ref.provider === "sandbox",
  };
}

function ratesOf(usage: PricedUsage, prices: UnitPrices): TokenPrices | null {
  const factor = factorOf(usage, prices);
  if (factor === null) return null;
  const { input, output, cacheWrite5m, cacheWrite1h, cacheRead } = ratesFor(promptTokensOf(usage), prices);
  const priced = (rate: number) => Math.round((rate * factor) / 1_000);
  return {
    input: priced(input),
    output: priced(output),
    cacheWrite5m: priced(cacheWrite5m),
    cacheWrite1h: priced(cacheWrite1h),
    cacheRead: priced(cacheRead),
  };
}
