import { type CatalogueEntry, withFreeCacheWrites, withPromptCache } from "./catalogue-entry.ts";
import type { TokenPrices, UnitPrices } from "./unit-prices.ts";

const list = "https://developers.openai.com/api/docs/pricing";
const pageOf = (model: string) => `https://developers.openai.com/api/docs/models/${model}`;

/**
 * Addresses that bind a call to a region, from https://developers.openai.com/api/docs/guides/data-residency, read on
 * 2026-11-29 in a stored copy: 1.1 times the price of models released on 2026-03-05 or later; the list price of earlier
 * ones. A region that is not here makes a call's price unknown.
 */
const regions = ["us", "eu", "au", "in", "jp"];
const residency = (factor: number) =>
  Object.fromEntries(regions.map((region) => [`region:${region}`, factor]));

function line(model: string, prices: UnitPrices, asOf: string, source = list): CatalogueEntry {
  return {
    provider: "openai",
    models: [model],
    prices: { ...prices, factors: residency(1_000) },
    asOf,
    source,
  };
}

/** A model of GPT-5.4 and later. */
function newer(model: string, prices: UnitPrices, asOf: string, source = pageOf(model)): CatalogueEntry {
  return { ...line(model, prices, asOf, source), prices: { ...prices, factors: residency(1_100) } };
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

/** The kind of cache that is used unless another is asked for, so both write prices are the same. */
function singleCache(input: number, output: number, cacheRead: number): TokenPrices {
  const prices = withPromptCache(input, output, cacheRead);
  return { ...prices, cacheWrite1h: prices.cacheWrite5m };
}

/**
 * Standard tier, which every call asks for: neither batch, flex, fast nor priority. Reasoning tokens are output tokens.
 * Without a line are GPT-5.4 and GPT-5.5, whose price above 272,000 tokens was not found in the vendor's words, and
 * GPT-5.6 Sol, whose promotion was announced until 2026-11-21 at least.
 */
export const openaiPrices: readonly CatalogueEntry[] = [
  newer("gpt-6.2-astra", withLongContext(8, 40, 0.4), "2026-11-18"),
  newer("gpt-6.2-sol", withLongContext(2, 10, 0.1), "2026-11-18"),
  newer("gpt-6.1-terra", withLongContext(1, 5, 0.05), "2026-10-27"),
  newer("gpt-6.1-sol", withLongContext(2, 10, 0.1), "2026-11-29"),
  newer("gpt-6-astra", withLongContext(10, 50, 1), "2026-09-05"),
  newer("gpt-6-sol", withLongContext(2, 10, 0.2), "2026-10-13", list),
  newer("gpt-6-luna", withLongContext(0.1, 0.5, 0.01), "2026-09-23", list),
  newer("gpt-5.6-terra", withLongContext(2, 12, 0.2), "2026-08-23", list),
  newer("gpt-5.6-luna", withLongContext(0.2, 1.2, 0.02), "2026-09-22", list),
  newer("gpt-5.4-nano", withFreeCacheWrites(0.2, 1.25, 0.02), "2026-11-29"),
  line("gpt-5.2", withFreeCacheWrites(1.75, 14, 0.175), "2025-12-11"),
  line("gpt-5.1", withFreeCacheWrites(1.25, 10, 0.125), "2025-11-13"),
  line("gpt-5.1-chat-latest", withFreeCacheWrites(1.25, 10, 0.125), "2025-11-13"),
  line("gpt-5", withFreeCacheWrites(1.25, 10, 0.125), "2025-11-13"),
  line("gpt-5-chat-latest", withFreeCacheWrites(1.25, 10, 0.125), "2025-11-13"),
  line("gpt-5-mini", withFreeCacheWrites(0.25, 2, 0.025), "2025-11-13"),
  line("gpt-5-nano", withFreeCacheWrites(0.05, 0.4, 0.005), "2026-11-29", pageOf("gpt-5-nano")),
  // No cached price is published: a cached token costs as much as any other.
  line("gpt-5-pro", withFreeCacheWrites(15, 120, 15), "2025-11-13"),
  line("gpt-4.1", withFreeCacheWrites(2, 8, 0.5), "2025-07-12"),
  line("gpt-4.1-mini", withFreeCacheWrites(0.4, 1.6, 0.1), "2025-07-12"),
  line("gpt-4.1-nano", withFreeCacheWrites(0.1, 0.4, 0.025), "2025-07-12"),
  // The first snapshot kept its launch price when the name moved on.
  line("gpt-4o-2024-05-13", withFreeCacheWrites(5, 15, 5), "2025-07-12"),
  line("gpt-4o", withFreeCacheWrites(2.5, 10, 1.25), "2025-07-12"),
  line("gpt-4o-mini", withFreeCacheWrites(0.15, 0.6, 0.075), "2025-07-12"),
  line("o1", withFreeCacheWrites(15, 60, 7.5), "2025-07-12"),
  line("o3", withFreeCacheWrites(2, 8, 0.5), "2025-07-12"),
  line("o3-mini", withFreeCacheWrites(1.1, 4.4, 0.55), "2025-07-12"),
  line("o4-mini", withFreeCacheWrites(1.1, 4.4, 0.275), "2025-07-12"),
];
