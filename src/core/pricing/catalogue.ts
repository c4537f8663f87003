import { anthropicPrices } from "./anthropic-prices.ts";
import { type CatalogueEntry, withPromptCache } from "./catalogue-entry.ts";
import { openaiPrices } from "./openai-prices.ts";
import type { UnitPrices } from "./unit-prices.ts";

/** Every known list price, with the day and the place it was read. */
export const priceCatalogue: readonly CatalogueEntry[] = [...anthropicPrices, ...openaiPrices];

/**
 * Play money, the same for every model of the sandbox: about the price of a small model, so that rehearsed budgets are
 * realistic.
 */
export const sandboxPrices: UnitPrices = withPromptCache(1, 5, 0.1);
