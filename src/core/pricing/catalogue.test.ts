import { describe, expect, it } from "vitest";
import { priceCatalogue } from "./catalogue.ts";
import { unitPricesSchema } from "./unit-prices.ts";

describe("the price catalogue", () => {
  it("names each model once, with a day and a source", () => {
    const names = priceCatalogue.flatMap(({ provider, models }) =>
      models.map((model) => `${provider}/${model}`),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const { asOf, source, models } of priceCatalogue) {
      expect(asOf).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
      expect(source).toMatch(/^https:\/\//);
      expect(models.length).toBeGreaterThan(0);
    }
  });

  it.each(priceCatalogue.map((entry) => [entry.models[0], entry] as const))(
    "makes sense for %s",
    (_, { prices }) => {
      expect(unitPricesSchema.parse(prices)).toEqual(prices);
      for (const each of [prices, ...(prices.longPrompt === undefined ? [] : [prices.longPrompt.prices])]) {
        expect(each.output).toBeGreaterThan(each.input);
        expect(each.cacheRead).toBeLessThanOrEqual(each.input);
        expect(each.cacheWrite5m).toBeGreaterThanOrEqual(each.input);
        expect(each.cacheWrite1h).toBeGreaterThanOrEqual(each.cacheWrite5m);
      }
      // A longer prompt never makes a token cheaper: a reservation from above stays one.
      if (prices.longPrompt !== undefined) {
        expect(prices.longPrompt.prices.input).toBeGreaterThanOrEqual(prices.input);
        expect(prices.longPrompt.prices.output).toBeGreaterThanOrEqual(prices.output);
      }
    },
  );
});
