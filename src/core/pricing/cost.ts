import type { ModelUsage } from "#core/model/usage.ts";
import type { TokenPrices, UnitPrices } from "./unit-prices.ts";

/** Tokens of one call, and what changes their price. */
export type PricedUsage = Omit<ModelUsage, "raw" | "estimated">;

const tokensPerPrice = 1_000_000n;
const thousand = 1_000;

/**
 * The cost of a call, in whole micros of USD, half a micro rounded up once on the total; null if something made it more
 * expensive by an unknown factor. Cached tokens are counted separately: `inputTokens` does not include them.
 */
export function costOf(usage: PricedUsage, prices: UnitPrices): number | null {
  const factor = factorOf(usage, prices);
  if (factor === null) return null;
  const hourTokens = Math.min(usage.cacheWrite1hTokens ?? 0, usage.cacheWriteTokens);
  const rates = ratesFor(promptTokensOf(usage), prices);
  return roundedSum(factor, [
    [usage.inputTokens, rates.input],
    [usage.outputTokens, rates.output],
    [usage.cacheWriteTokens - hourTokens, rates.cacheWrite5m],
    [hourTokens, rates.cacheWrite1h],
    [usage.cacheReadTokens, rates.cacheRead],
  ]);
}

/**
 * The most that a call can cost, to be reserved before it is made: every input token at the highest possible price
 * (written to the five-minute cache), plus the whole answer, in the most expensive region that an account may be set
 * to. `inputTokens` must be an upper estimate. A speed is never requested, so none is reserved for.
 */
export function worstCaseCost(inputTokens: number, maxTokens: number, prices: UnitPrices): number {
  const rates = ratesFor(inputTokens, prices);
  const dearestInput = Math.max(rates.input, rates.cacheWrite5m, rates.cacheRead);
  return roundedSum(dearestRegion(prices), [
    [inputTokens, dearestInput],
    [maxTokens, rates.output],
  ]);
}

/** Everything that was read, cached or not. */
export function promptTokensOf(usage: PricedUsage): number {
  return usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens;
}

/** The factor on the list price, in thousandths; null if it is unknown. */
export function factorOf({ priceFactors = [] }: PricedUsage, { factors = {} }: UnitPrices): number | null {
  return priceFactors.reduce<number | null>((product, name) => {
    const factor = Object.hasOwn(factors, name) ? factors[name] : undefined;
    return product === null || factor === undefined ? null : (product * factor) / thousand;
  }, thousand);
}

function dearestRegion({ factors = {} }: UnitPrices): number {
  const regions = Object.entries(factors).filter(([name]) => name.startsWith("region:"));
  return Math.max(thousand, ...regions.map(([, factor]) => factor));
}

/**
 * The prices that apply to a call with a prompt of this many tokens, including cached ones; they are recorded on its
 * ledger entry.
 */
export function ratesFor(promptTokens: number, prices: UnitPrices): TokenPrices {
  const { longPrompt } = prices;
  return longPrompt !== undefined && promptTokens > longPrompt.aboveTokens ? longPrompt.prices : prices;
}

/** Exact whatever the size: tokens x price exceeds 2^53 long before the result does. */
function roundedSum(factor: number, lines: readonly (readonly [tokens: number, price: number])[]): number {
  const sum = lines.reduce((total, [tokens, price]) => total + BigInt(tokens) * BigInt(price), 0n);
  const unit = tokensPerPrice * BigInt(thousand);
  return Number((sum * BigInt(Math.ceil(factor)) + unit / 2n) / unit);
}
