import { expect, it } from "vitest";
import { priceRows } from "./price-rows.ts";

const prices = { input: 1, output: 2, cacheWrite5m: 1, cacheWrite1h: 1, cacheRead: 1 };
const own = [
  { model: "openai-compatible/mine", prices, setAtMs: 1 },
  { model: "openai/b", prices: { ...prices, input: 9 }, setAtMs: 2 },
];
const listed = ["openai/a", "openai/b"].map((model) => ({
  model,
  prices,
  asOf: "2026-01-01",
  source: "https://x",
}));

const leaving = [
  { model: "openai/b", retiresOn: "2027-01-01", replacement: null, source: "https://x", isRetired: false },
];

it("shows the price that applies to each model, and the one it replaces", () => {
  expect(
    priceRows({ own, listed, leaving }, "").map((row) => [
      row.model,
      row.prices.input,
      row.own !== null,
      row.listed !== null,
      row.leaving?.retiresOn ?? null,
    ]),
  ).toEqual([
    ["openai-compatible/mine", 1, true, false, null],
    ["openai/b", 9, true, true, "2027-01-01"],
    ["openai/a", 1, false, true, null],
  ]);
});

it("finds models by part of their name", () => {
  expect(priceRows({ own, listed, leaving }, " OPENAI/ ").map(({ model }) => model)).toEqual([
    "openai/b",
    "openai/a",
  ]);
  expect(priceRows({ own, listed, leaving }, "nothing")).toEqual([]);
});
