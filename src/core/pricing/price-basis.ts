import { z } from "zod";
import { type PricedUsage, promptTokensOf, ratesFor } from "./cost.ts";
import type { FoundPrice } from "./find-price.ts";
import { type TokenPrices, tokenPricesSchema } from "./unit-prices.ts";

const originSchema = z.discriminatedUnion("from", [
  z.object({ from: z.literal("workspace"), model: z.string() }),
  z.object({ from: z.literal("catalogue"), model: z.string(), asOf: z.string(), source: z.string() }),
  z.object({ from: z.literal("sandbox") }),
]);

/** How an amount was calculated, stored beside it, so that it can be explained after every price has changed. */
export const priceBasisSchema = z.object({
  origin: originSchema,
  /** Micros of USD for a million tokens, as listed, before factors. */
  rates: tokenPricesSchema,
  /** The number of prompt tokens above which these rates apply; null: the usual ones. */
  longPromptAbove: z.number().nullable(),
  /** The factors on the whole, in thousandths, by name. */
  factors: z.record(z.string(), z.number()),
  /** The part of the cache writes that lives an hour. */
  cacheWrite1hTokens: z.number(),
});
export type PriceBasis = z.infer<typeof priceBasisSchema>;

/** The basis of a call's price; null if a factor is unknown. */
export function basisOf({ prices, origin }: FoundPrice, usage: PricedUsage): PriceBasis | null {
  const names = usage.priceFactors ?? [];
  const known = names.map(
    (name) => [name, Object.hasOwn(prices.factors ?? {}, name) ? prices.factors?.[name] : undefined] as const,
  );
  if (known.some(([, factor]) => factor === undefined)) return null;
  const rates = ratesFor(promptTokensOf(usage), prices);
  return {
    origin,
    rates: onlyRates(rates),
    longPromptAbove: rates === prices ? null : (prices.longPrompt?.aboveTokens ?? null),
    factors: Object.fromEntries(known.map(([name, factor]) => [name, factor ?? 1_000])),
    cacheWrite1hTokens: Math.min(usage.cacheWrite1hTokens ?? 0, usage.cacheWriteTokens),
  };
}

function onlyRates({ input, output, cacheWrite5m, cacheWrite1h, cacheRead }: TokenPrices): TokenPrices {
  return { input, output, cacheWrite5m, cacheWrite1h, cacheRead };
}
