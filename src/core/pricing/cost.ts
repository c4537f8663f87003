import { z } from "zod";
import type { Json } from "#core/json.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { TokenPrices, UnitPrices } from "./unit-prices.ts";

/** Tokens of one call; `raw` is looked at only for the cache writes that live an hour. */
export type PricedUsage = Omit<ModelUsage, "raw" | "estimated"> & { readonly raw?: Json | null };

const tokensPerPrice = 1_000_000n;
const rawCacheSchema = z.object({
  cache_creation: z.object({ ephemeral_1h_input_tokens: z.number().int().nonnegative() }),
});

/**
 * What a call costs, in whole micros of USD, half a micro rounded up once on the total. Cached tokens are counted apart: `inputTokens`
 * holds none of them.
 */
export function costOf(usage: PricedUsage, prices: UnitPrices): number {
  const { inputTokens, outputTokens, cacheReadTokens } = usage;
  const hourTokens = hourlyCacheWrites(usage);
  const rates = ratesFor(inputTokens + usage.cacheWriteTokens + cacheReadTokens, prices);
  return roundedSum([
    [inputTokens, rates.input],
    [outputTokens, rates.output],
    [usage.cacheWriteTokens - hourTokens, rates.cacheWrite5m],
    [hourTokens, rates.cacheWrite1h],
    [cacheReadTokens, rates.cacheRead],
  ]);
}

/**
 * The most that a call can cost, to be reserved before it is made: every input token at the dearest price it could get (written to
 * the five-minute cache), and the whole answer. `inputTokens` must be an estimate from above.
 */
export function worstCaseCost(inputTokens: number, maxTokens: number, prices: UnitPrices): number {
  const rates = ratesFor(inputTokens, prices);
  const dearestInput = Math.max(rates.input, rates.cacheWrite5m, rates.cacheRead);
  return roundedSum([
    [inputTokens, dearestInput],
    [maxTokens, rates.output],
  ]);
}

/** The prices that hold for a call with a prompt of this many tokens, cached ones included; stamp these on its ledger entry. */
export function ratesFor(promptTokens: number, prices: UnitPrices): TokenPrices {
  const { longPrompt } = prices;
  return longPrompt !== undefined && promptTokens > longPrompt.aboveTokens ? longPrompt.prices : prices;
}

/** Anthropic tells the two kinds of cache writes apart in its own usage object. */
function hourlyCacheWrites({ raw, cacheWriteTokens }: PricedUsage): number {
  const parsed = rawCacheSchema.safeParse(raw);
  return parsed.success
    ? Math.min(parsed.data.cache_creation.ephemeral_1h_input_tokens, cacheWriteTokens)
    : 0;
}

/** Exact whatever the size: tokens x price passes 2^53 long before the result does. */
function roundedSum(lines: readonly (readonly [tokens: number, price: number])[]): number {
  const sum = lines.reduce((total, [tokens, price]) => total + BigInt(tokens) * BigInt(price), 0n);
  return Number((sum + tokensPerPrice / 2n) / tokensPerPrice);
}
