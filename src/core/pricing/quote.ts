import type { ModelRef } from "#core/model/model-ref.ts";
import type { Totals } from "#core/model/usage.ts";
import { costOf, factorOf, type PricedUsage, promptTokensOf, ratesFor, worstCaseCost } from "./cost.ts";
import { type FoundPrice, locatePrice, type PriceOverrides } from "./find-price.ts";
import { basisOf, type PriceBasis } from "./price-basis.ts";
import type { TokenPrices, UnitPrices } from "./unit-prices.ts";

/** What one call costs at current prices. */
export interface Quote {
  /** What a million tokens of each kind cost in this call; null if unknown. */
  readonly prices: TokenPrices | null;
  /** Micros of USD; null if unknown. */
  readonly costMicros: number | null;
  readonly totals: Totals;
  /** How the cost was calculated; null if unknown. */
  readonly basis: PriceBasis | null;
}

/** Prices a call by its usage. `overrides` are the workspace's prices that apply to it. */
export function quote(ref: ModelRef, usage: PricedUsage, overrides: PriceOverrides): Quote {
  const found = locatePrice(ref, overrides);
  return toQuote(ref, usage, found, found === null ? null : costOf(usage, found.prices));
}

/** Prices the most that a call may use: `usage` includes all that may be read and all that may be written. */
export function quoteWorstCase(ref: ModelRef, usage: PricedUsage, overrides: PriceOverrides): Quote {
  const found = locatePrice(ref, overrides);
  const most = found === null ? null : worstCaseCost(promptTokensOf(usage), usage.outputTokens, found.prices);
  return toQuote(ref, usage, found, most);
}

function toQuote(
  ref: ModelRef,
  usage: PricedUsage,
  found: FoundPrice | null,
  costMicros: number | null,
): Quote {
  return {
    prices: found === null ? null : ratesOf(usage, found.prices),
    costMicros,
    totals: callTotals(ref, usage, costMicros),
    basis: found === null ? null : basisOf(found, usage),
  };
}

/**
 * Tokens of a call as people count them (everything read, cached or not, and everything written) and what they cost.
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
