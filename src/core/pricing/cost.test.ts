import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOf, type PricedUsage, ratesFor, worstCaseCost } from "./cost.ts";
import { findPrice } from "./find-price.ts";
import type { UnitPrices } from "./unit-prices.ts";

const haiku45: UnitPrices = {
  input: 1_000_000,
  output: 5_000_000,
  cacheWrite5m: 1_250_000,
  cacheWrite1h: 2_000_000,
  cacheRead: 100_000,
};
const tiered: UnitPrices = {
  ...haiku45,
  longPrompt: { aboveTokens: 1_000, prices: { ...haiku45, input: 2_000_000, output: 7_500_000 } },
};

const usage = (tokens: Partial<PricedUsage>): PricedUsage => ({
  inputTokens: 0,
  outputTokens: 0,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  ...tokens,
});

/** What a call costs that nothing makes more expensive by an unknown factor. */
function knownCost(tokens: PricedUsage, unitPrices: UnitPrices): number {
  return costOf(tokens, unitPrices) ?? Number.NaN;
}

const tokenCount = fc.nat({ max: 5_000_000 });
const usages = fc.record({
  inputTokens: tokenCount,
  outputTokens: tokenCount,
  cacheWriteTokens: tokenCount,
  cacheReadTokens: tokenCount,
});
const price = fc.nat({ max: 100_000_000 });
const prices = fc.record({
  input: price,
  output: price,
  cacheWrite5m: price,
  cacheWrite1h: price,
  cacheRead: price,
});

describe("costOf", () => {
  it("prices each kind of token apart", () => {
    expect(costOf(usage({ inputTokens: 1_000_000 }), haiku45)).toBe(1_000_000);
    expect(costOf(usage({ outputTokens: 1_000_000 }), haiku45)).toBe(5_000_000);
    expect(costOf(usage({ cacheWriteTokens: 1_000_000 }), haiku45)).toBe(1_250_000);
    expect(costOf(usage({ cacheReadTokens: 1_000_000 }), haiku45)).toBe(100_000);
    expect(costOf(usage({ inputTokens: 1_200, outputTokens: 345 }), haiku45)).toBe(1_200 + 5 * 345);
  });

  it("rounds half up, once", () => {
    expect(costOf(usage({ cacheReadTokens: 5 }), haiku45)).toBe(1);
    expect(costOf(usage({ cacheReadTokens: 4 }), haiku45)).toBe(0);
    expect(costOf(usage({ cacheReadTokens: 4, cacheWriteTokens: 1 }), haiku45)).toBe(2);
  });

  it("prices the hour-long cache writes apart", () => {
    expect(costOf(usage({ cacheWriteTokens: 1_000, cacheWrite1hTokens: 400 }), haiku45)).toBe(
      600 * 1.25 + 400 * 2,
    );
    expect(costOf(usage({ cacheWriteTokens: 1_000 }), haiku45)).toBe(1_250);
    expect(costOf(usage({ cacheWriteTokens: 100, cacheWrite1hTokens: 400 }), haiku45)).toBe(200);
  });

  it("multiplies by the factors that it knows, and knows no price with one that it does not", () => {
    const factors = { "region:us": 1_100, "speed:fast": 2_000 };
    const tokens = { inputTokens: 1_000, outputTokens: 100 };
    const cost = (priceFactors: readonly string[]) =>
      costOf(usage({ ...tokens, priceFactors: [...priceFactors] }), { ...haiku45, factors });
    expect(cost([])).toBe(1_500);
    expect(cost(["region:us"])).toBe(1_650);
    expect(cost(["region:us", "speed:fast"])).toBe(3_300);
    expect(cost(["region:mars"])).toBeNull();
    expect(cost(["constructor"])).toBeNull();
    expect(worstCaseCost(1_000, 100, { ...haiku45, factors })).toBe(1_925);
  });

  it("prices the whole call by the length of its prompt, cached tokens included", () => {
    expect(costOf(usage({ inputTokens: 1_000, outputTokens: 10 }), tiered)).toBe(1_000 + 50);
    expect(costOf(usage({ inputTokens: 1_001, outputTokens: 10 }), tiered)).toBe(2_002 + 75);
    expect(ratesFor(1_000, tiered).output).toBe(5_000_000);
    expect(costOf(usage({ inputTokens: 1, cacheReadTokens: 1_000, outputTokens: 10 }), tiered)).toBe(
      2 + 100 + 75,
    );
  });

  it("is a whole number, never negative and exact for any size", () => {
    fc.assert(
      fc.property(usages, prices, (tokens, unitPrices) => {
        const cost = costOf(tokens, unitPrices);
        expect(Number.isSafeInteger(cost)).toBe(true);
        expect(cost).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(costOf(usage({ inputTokens: 9_000_000_000 }), haiku45)).toBe(9_000_000_000);
  });

  it("grows with every token", () => {
    fc.assert(
      fc.property(usages, usages, prices, (tokens, more, unitPrices) => {
        const sum = {
          inputTokens: tokens.inputTokens + more.inputTokens,
          outputTokens: tokens.outputTokens + more.outputTokens,
          cacheWriteTokens: tokens.cacheWriteTokens + more.cacheWriteTokens,
          cacheReadTokens: tokens.cacheReadTokens + more.cacheReadTokens,
        };
        const whole = knownCost(sum, unitPrices);
        const parts = knownCost(tokens, unitPrices) + knownCost(more, unitPrices);
        expect(whole).toBeGreaterThanOrEqual(knownCost(tokens, unitPrices));
        // Two calls cost what one of both would, but for one micro of rounding.
        expect(Math.abs(whole - parts)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("worstCaseCost", () => {
  it("is never less than what the call turns out to cost", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(haiku45, tiered),
        usages,
        fc.nat({ max: 100_000 }),
        (unitPrices, tokens, slack) => {
          const estimate = tokens.inputTokens + tokens.cacheWriteTokens + tokens.cacheReadTokens + slack;
          const reserved = worstCaseCost(estimate, tokens.outputTokens + slack, unitPrices);
          expect(reserved).toBeGreaterThanOrEqual(knownCost(tokens, unitPrices));
        },
      ),
    );
  });
});

describe("findPrice", () => {
  it("knows the current models of Anthropic", () => {
    expect(findPrice({ provider: "anthropic", model: "claude-opus-5-5" })?.output).toBe(20_000_000);
    expect(findPrice({ provider: "anthropic", model: "claude-sonnet-5-5" })?.cacheRead).toBe(100_000);
    expect(findPrice({ provider: "anthropic", model: "claude-haiku-5-5" })).toMatchObject({
      input: 100_000,
      cacheWrite5m: 125_000,
      longPrompt: { aboveTokens: 100_000, prices: { output: 2_500_000 } },
    });
  });

  it("finds a snapshot by its model, unless it has a price of its own", () => {
    const sonnet = findPrice({ provider: "anthropic", model: "claude-sonnet-4-5" });
    expect(findPrice({ provider: "anthropic", model: "claude-sonnet-4-5-20250929" })).toEqual(sonnet);
    expect(findPrice({ provider: "anthropic", model: "claude-3-5-haiku-latest" })?.input).toBe(800_000);
    expect(findPrice({ provider: "openai", model: "gpt-4o-2024-08-06" })?.input).toBe(2_500_000);
    expect(findPrice({ provider: "openai", model: "gpt-4o-2024-05-13" })?.input).toBe(5_000_000);
  });

  it.each(["claude-unheard-of-9", "claude-sonnet-4-5-turbo", "constructor", "__proto__", ""])(
    "does not guess the price of %j",
    (model) => {
      expect(findPrice({ provider: "anthropic", model })).toBeNull();
    },
  );

  it("prices every model of the sandbox alike, and lets a workspace have its own prices", () => {
    const brief = findPrice({ provider: "sandbox", model: "brief" });
    expect(brief).not.toBeNull();
    expect(findPrice({ provider: "sandbox", model: "slow" })).toEqual(brief);
    const overrides = { "openai/local-llama": haiku45 };
    expect(findPrice({ provider: "openai", model: "local-llama" }, overrides)).toEqual(haiku45);
    expect(findPrice({ provider: "openai", model: "local-llama" })).toBeNull();
  });
});
