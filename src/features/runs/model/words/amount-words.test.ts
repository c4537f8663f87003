import { describe, expect, it } from "vitest";
import { alignedMoney, exactMoney, factorWords, originWords } from "./amount-words.ts";

const rates = { input: 1, output: 1, cacheWrite5m: 1, cacheWrite1h: 1, cacheRead: 1 };
const basis = {
  origin: { from: "sandbox" as const },
  rates,
  longPromptAbove: null,
  factors: {},
  cacheWrite1hTokens: 0,
};

describe("exactMoney", () => {
  it.each([
    [null, "unknown"],
    [0, "$0.00"],
    [42, "$0.000042"],
    [0.35, "$0.00000035"],
    [2_500_000, "$2.50"],
    [-7, "-$0.000007"],
  ])("writes %s as %s", (micros, text) => {
    expect(exactMoney(micros)).toBe(text);
  });
});

it("aligns amounts at their decimal points", () => {
  expect(alignedMoney([2_140, 2_847, 12_000_000, null])).toEqual([
    "$0.00214 ",
    "$0.002847",
    "$12.00    ",
    "unknown       ",
  ]);
  expect(alignedMoney([])).toEqual([]);
});

it("says why the price was not the standard one", () => {
  expect(factorWords(basis)).toEqual([]);
  expect(factorWords({ ...basis, longPromptAbove: 272_000, factors: { "region:eu": 1_100 } })).toEqual([
    "The prompt was longer than 272,000 tokens, so other prices apply.",
    "Times 1.1 for region eu.",
  ]);
});

it("says where a price comes from", () => {
  const listed = {
    from: "catalogue",
    model: "openai/a",
    asOf: "2026-11-29",
    source: "https://a.example",
  } as const;
  expect(originWords(listed)).toBe("The list price of openai/a, read on 2026-11-29 at https://a.example");
  expect(originWords({ from: "workspace", model: "openai/a" })).toContain("own price of openai/a");
  expect(originWords({ from: "sandbox" })).toContain("Play money");
});
