import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainAmount } from "./explain-amount.ts";
import { priceBasisSchema } from "./price-basis.ts";
import { quote } from "./quote.ts";

const sonnet = { provider: "anthropic", model: "claude-sonnet-5-5" } as const;
const used = {
  inputTokens: 1_000,
  outputTokens: 100,
  cacheReadTokens: 500,
  cacheWriteTokens: 300,
  cacheWrite1hTokens: 100,
};

describe("the basis of an amount", () => {
  it("says which entry, which rates and what else it was worked out with", () => {
    const { basis } = quote(sonnet, { ...used, priceFactors: ["region:us"] }, {});
    expect(priceBasisSchema.parse(basis)).toEqual({
      origin: {
        from: "catalogue",
        model: "anthropic/claude-sonnet-5-5",
        asOf: "2026-10-24",
        source: "https://platform.claude.com/docs/en/about-claude/pricing",
      },
      rates: {
        input: 2_000_000,
        output: 10_000_000,
        cacheWrite5m: 2_500_000,
        cacheWrite1h: 4_000_000,
        cacheRead: 100_000,
      },
      longPromptAbove: null,
      factors: { "region:us": 1_100 },
      cacheWrite1hTokens: 100,
    });
  });

  it("tells the rates of a long prompt, and whose price it was", () => {
    const long = { ...used, inputTokens: 300_000 };
    const openai = { provider: "openai", model: "gpt-6.2-sol" } as const;
    expect(quote(openai, long, {}).basis).toMatchObject({
      longPromptAbove: 272_000,
      rates: { input: 4_000_000 },
    });
    const rates = { input: 1, output: 2, cacheWrite5m: 1, cacheWrite1h: 1, cacheRead: 0 };
    expect(quote(openai, used, { "openai/gpt-6.2-sol": rates }).basis).toMatchObject({
      origin: { from: "workspace", model: "openai/gpt-6.2-sol" },
      rates,
    });
    expect(quote({ provider: "sandbox", model: "echo" }, used, {}).basis?.origin).toEqual({
      from: "sandbox",
    });
  });

  it("is not known where a price or a factor is not", () => {
    expect(quote({ provider: "openai-compatible", model: "mine" }, used, {}).basis).toBeNull();
    expect(quote(sonnet, { ...used, priceFactors: ["region:mars"] }, {}).basis).toBeNull();
  });
});

describe("explainAmount", () => {
  it("names each kind of token with its rate", () => {
    const { basis } = quote(sonnet, used, {});
    expect(basis === null ? null : explainAmount(used, basis)).toEqual([
      { part: "input", tokens: 1_000, rateMicros: 2_000_000, micros: 2_000 },
      { part: "cacheRead", tokens: 500, rateMicros: 100_000, micros: 50 },
      { part: "cacheWrite5m", tokens: 200, rateMicros: 2_500_000, micros: 500 },
      { part: "cacheWrite1h", tokens: 100, rateMicros: 4_000_000, micros: 400 },
      { part: "output", tokens: 100, rateMicros: 10_000_000, micros: 1_000 },
    ]);
  });

  it("adds up to the amount, whatever was used", () => {
    const count = fc.nat({ max: 500_000 });
    const usages = fc.record({
      inputTokens: count,
      outputTokens: count,
      cacheReadTokens: count,
      cacheWriteTokens: count,
      cacheWrite1hTokens: count,
      priceFactors: fc.constantFrom<string[]>([], ["region:us"]),
    });
    const models = fc.constantFrom("claude-sonnet-5-5", "claude-haiku-5-5");
    fc.assert(
      fc.property(usages, models, (usage, model) => {
        const { basis, costMicros } = quote({ provider: "anthropic", model }, usage, {});
        if (basis === null) throw new Error("the price is known");
        const sum = explainAmount(usage, basis).reduce((total, { micros }) => total + micros, 0);
        const factor = Object.values(basis.factors).reduce((product, each) => (product * each) / 1_000, 1);
        expect(Math.abs(sum * factor - (costMicros ?? Number.NaN))).toBeLessThanOrEqual(0.51);
      }),
    );
  });
});
