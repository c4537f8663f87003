import type { ProviderName } from "#core/model/model-ref.ts";
import type { TokenPrices, UnitPrices } from "./unit-prices.ts";

/** One line of the price catalogue. A price we are not sure of has no line: unknown is shown as unknown. */
export interface CatalogueEntry {
  readonly provider: ProviderName;
  /** The vendor's names of the model; dated snapshots of a name cost the same and need no line. */
  readonly models: readonly string[];
  readonly prices: UnitPrices;
  /** The day on which the price was last compared with its source, YYYY-MM-DD. */
  readonly asOf: string;
  readonly source: string;
}

/** US dollars, as price lists print them, converted to micros. */
function dollars(amount: number): number {
  return Math.round(amount * 1_000_000);
}

/**
 * Anthropic's usual rule: cache writes cost 1.25 and 2 times the input; the price of a cache hit depends on the model.
 */
export function withPromptCache(input: number, output: number, cacheRead: number): TokenPrices {
  return {
    input: dollars(input),
    output: dollars(output),
    cacheWrite5m: dollars(input * 1.25),
    cacheWrite1h: dollars(input * 2),
    cacheRead: dollars(cacheRead),
  };
}

/** A vendor that caches by itself and does not charge for cache writes. */
export function withFreeCacheWrites(input: number, output: number, cacheRead: number): TokenPrices {
  return {
    input: dollars(input),
    output: dollars(output),
    cacheWrite5m: dollars(input),
    cacheWrite1h: dollars(input),
    cacheRead: dollars(cacheRead),
  };
}
