import { type CatalogueEntry, withFreeCacheWrites, withPromptCache } from "./catalogue-entry.ts";
import type { TokenPrices, UnitPrices } from "./unit-prices.ts";

const source = "https://developers.openai.com/api/docs/pricing";

function line(models: readonly string[], prices: UnitPrices, asOf: string): CatalogueEntry {
  return { provider: "openai", models, prices, asOf, source };
}

/**
 * From GPT-5.6 on: cache writes cost 1.25 times the input, and a prompt above 272,000 tokens doubles the input and
 * takes 1.5 times the output.
 */
function withLongContext(input: number, output: number, cacheRead: number): UnitPrices {
  return {
    ...singleCache(input, output, cacheRead),
    longPrompt: { aboveTokens: 272_000, prices: singleCache(2 * input, 1.5 * output, 2 * cacheRead) },
  };
}

/** There is one kind of cache, so both write prices are the same. */
function singleCache(input: number, output: number, cacheRead: number): TokenPrices {
  const prices = withPromptCache(input, output, cacheRead);
  return { ...prices, cacheWrite1h: prices.cacheWrite5m };
}

/** Standard tier: neither batch, flex nor priority. Reasoning tokens are output tokens. */
export const openaiPrices: readonly CatalogueEntry[] = [
  line(["gpt-6.1-sol"], withLongContext(2, 10, 0.1), "2026-10-13"),
  line(["gpt-6-sol"], withLongContext(2, 10, 0.2), "2026-10-13"),
  line(["gpt-6-luna"], withLongContext(0.1, 0.5, 0.01), "2026-09-23"),
  line(["gpt-5.6-luna"], withLongContext(0.2, 1.2, 0.02), "2026-09-22"),
  line(["gpt-5.2"], withFreeCacheWrites(1.75, 14, 0.175), "2025-12-11"),
  line(
    ["gpt-5.1", "gpt-5.1-chat-latest", "gpt-5", "gpt-5-chat-latest"],
    withFreeCacheWrites(1.25, 10, 0.125),
    "2025-11-13",
  ),
  line(["gpt-5-mini"], withFreeCacheWrites(0.25, 2, 0.025), "2025-11-13"),
  line(["gpt-5-nano"], withFreeCacheWrites(0.05, 0.4, 0.005), "2025-11-13"),
  // No cached price is published: a cached token costs as much as any other.
  line(["gpt-5-pro"], withFreeCacheWrites(15, 120, 15), "2025-11-13"),
  line(["gpt-4.1"], withFreeCacheWrites(2, 8, 0.5), "2025-07-12"),
  line(["gpt-4.1-mini"], withFreeCacheWrites(0.4, 1.6, 0.1), "2025-07-12"),
  line(["gpt-4.1-nano"], withFreeCacheWrites(0.1, 0.4, 0.025), "2025-07-12"),
  // The first snapshot kept its launch price when the name moved on.
  line(["gpt-4o-2024-05-13"], withFreeCacheWrites(5, 15, 5), "2025-07-12"),
  line(["gpt-4o"], withFreeCacheWrites(2.5, 10, 1.25), "2025-07-12"),
  line(["gpt-4o-mini"], withFreeCacheWrites(0.15, 0.6, 0.075), "2025-07-12"),
  line(["o1"], withFreeCacheWrites(15, 60, 7.5), "2025-07-12"),
  line(["o3"], withFreeCacheWrites(2, 8, 0.5), "2025-07-12"),
  line(["o3-mini"], withFreeCacheWrites(1.1, 4.4, 0.55), "2025-07-12"),
  line(["o4-mini"], withFreeCacheWrites(1.1, 4.4, 0.275), "2025-07-12"),
];
