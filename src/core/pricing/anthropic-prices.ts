import { type CatalogueEntry, withPromptCache } from "./catalogue-entry.ts";
import type { UnitPrices } from "./unit-prices.ts";

const source = "https://platform.claude.com/docs/en/about-claude/pricing";

function line(models: readonly string[], prices: UnitPrices): CatalogueEntry {
  return { provider: "anthropic", models, prices, asOf: "2026-10-24", source };
}

/**
 * Inference in the United States only: 1.1 times all token prices of the models from Opus 4.6 and Sonnet 4.6 on;
 * earlier ones refuse the setting. Read on 2026-11-29 at
 * https://platform.claude.com/docs/en/manage-claude/data-residency and
 * https://docs.aws.amazon.com/claude-platform/latest/userguide/data-residency.md.
 */
const region = { "region:us": 1_100 };

/**
 * Fast mode, over the whole context: $10 and $50 where the list says $5 and $25; the multipliers of the prompt cache
 * and of the region apply as well. Read on 2026-11-29 in a copy of
 * https://platform.claude.com/docs/en/build-with-claude/fast-mode whose table names Opus 5 and Opus 4.8. It is older
 * than Opus 5.5, whose price in fast mode was not found in the vendor's words, so the price of such a call is unknown.
 */
const regionAndSpeed = { ...region, "speed:fast": 2_000 };

/** Standard tier: neither batch nor priority, whose prices are set by contract. */
export const anthropicPrices: readonly CatalogueEntry[] = [
  line(["claude-fable-5-1"], { ...withPromptCache(10, 50, 0.25), factors: region }),
  line(["claude-fable-5"], { ...withPromptCache(10, 50, 1), factors: region }),
  line(["claude-opus-5-5"], { ...withPromptCache(4, 20, 0.2), factors: region }),
  line(["claude-opus-5", "claude-opus-4-8"], { ...withPromptCache(5, 25, 0.5), factors: regionAndSpeed }),
  line(["claude-opus-4-7", "claude-opus-4-6"], { ...withPromptCache(5, 25, 0.5), factors: region }),
  line(["claude-opus-4-5"], withPromptCache(5, 25, 0.5)),
  line(["claude-opus-4-1", "claude-opus-4-0", "claude-opus-4"], withPromptCache(15, 75, 1.5)),
  line(["claude-sonnet-5-5"], { ...withPromptCache(2, 10, 0.1), factors: region }),
  line(["claude-sonnet-5"], { ...withPromptCache(2, 10, 0.2), factors: region }),
  line(["claude-sonnet-4-6"], { ...withPromptCache(3, 15, 0.3), factors: region }),
  line(
    ["claude-sonnet-4-5", "claude-sonnet-4-0", "claude-sonnet-4", "claude-3-7-sonnet"],
    withPromptCache(3, 15, 0.3),
  ),
  line(["claude-haiku-5-5"], {
    ...withPromptCache(0.1, 0.5, 0.01),
    longPrompt: { aboveTokens: 100_000, prices: withPromptCache(0.5, 2.5, 0.05) },
    factors: region,
  }),
  line(["claude-haiku-4-5"], withPromptCache(1, 5, 0.1)),
  line(["claude-3-5-haiku"], withPromptCache(0.8, 4, 0.08)),
];
