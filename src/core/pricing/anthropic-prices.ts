import { type CatalogueEntry, withPromptCache } from "./catalogue-entry.ts";
import type { UnitPrices } from "./unit-prices.ts";

const source = "https://platform.claude.com/docs/en/about-claude/pricing";

function line(models: readonly string[], prices: UnitPrices): CatalogueEntry {
  return { provider: "anthropic", models, prices, asOf: "2026-10-24", source };
}

/** Standard tier: neither batch, priority nor fast mode. */
export const anthropicPrices: readonly CatalogueEntry[] = [
  line(["claude-fable-5-1"], withPromptCache(10, 50, 0.25)),
  line(["claude-fable-5"], withPromptCache(10, 50, 1)),
  line(["claude-opus-5-5"], withPromptCache(4, 20, 0.2)),
  line(
    ["claude-opus-5", "claude-opus-4-8", "claude-opus-4-7", "claude-opus-4-6", "claude-opus-4-5"],
    withPromptCache(5, 25, 0.5),
  ),
  line(["claude-opus-4-1", "claude-opus-4-0", "claude-opus-4"], withPromptCache(15, 75, 1.5)),
  line(["claude-sonnet-5-5"], withPromptCache(2, 10, 0.1)),
  line(["claude-sonnet-5"], withPromptCache(2, 10, 0.2)),
  line(
    ["claude-sonnet-4-6", "claude-sonnet-4-5", "claude-sonnet-4-0", "claude-sonnet-4", "claude-3-7-sonnet"],
    withPromptCache(3, 15, 0.3),
  ),
  line(["claude-haiku-5-5"], {
    ...withPromptCache(0.1, 0.5, 0.01),
    longPrompt: { aboveTokens: 100_000, prices: withPromptCache(0.5, 2.5, 0.05) },
  }),
  line(["claude-haiku-4-5"], withPromptCache(1, 5, 0.1)),
  line(["claude-3-5-haiku"], withPromptCache(0.8, 4, 0.08)),
];
