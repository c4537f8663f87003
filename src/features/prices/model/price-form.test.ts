import { describe, expect, it } from "vitest";
import { emptyForm, listDollars, readDollars, readPrice, toForm } from "./price-form.ts";

const filled = { ...emptyForm, model: "openai/gpt-9", input: "2.5", output: "10" };

describe("readDollars", () => {
  it.each([
    ["2.5", 2_500_000],
    [" 0 ", 0],
    ["0.000001", 1],
    ["100000", 100_000_000_000],
    ["", null],
    ["1,5", null],
    ["-1", null],
    ["0.0000001", null],
    ["999999", null],
    ["1e3", null],
  ])("reads %j as %s", (text, micros) => {
    expect(readDollars(text)).toBe(micros);
  });
});

describe("listDollars", () => {
  it("has two decimals, or more if the price has more", () => {
    expect([0, 12_500_000, 500_000, 75_000, 1].map(listDollars)).toEqual([
      "0.00",
      "12.50",
      "0.50",
      "0.075",
      "0.000001",
    ]);
  });
});

describe("readPrice", () => {
  it("uses the input's price for omitted cache prices", () => {
    expect(readPrice(filled, null)).toEqual({
      ok: true,
      model: "openai/gpt-9",
      prices: {
        input: 2_500_000,
        output: 10_000_000,
        cacheRead: 2_500_000,
        cacheWrite5m: 2_500_000,
        cacheWrite1h: 2_500_000,
      },
    });
  });

  it("keeps prices without a field from the replaced price", () => {
    const before = {
      input: 1,
      output: 2,
      cacheRead: 1,
      cacheWrite5m: 1_250_000,
      cacheWrite1h: 2_000_000,
      factors: { "region:eu": 1_100 },
    };
    const kept = { cacheWrite5m: 1_250_000, cacheWrite1h: 2_000_000, factors: before.factors };
    expect(readPrice({ ...filled, cacheWrite: "1.25" }, before)).toMatchObject({ prices: kept });
    expect(readPrice({ ...filled, cacheWrite: "3" }, before)).toMatchObject({
      prices: { cacheWrite5m: 3_000_000, cacheWrite1h: 3_000_000 },
    });
    expect(toForm("a/b", before)).toMatchObject({ input: "0.000001", cacheWrite: "1.25" });
  });

  it("reports an error for each field", () => {
    const wrong = readPrice(
      { model: "sandbox/brief", input: "", output: "x", cacheRead: "", cacheWrite: "y" },
      null,
    );
    expect(Object.keys(wrong.ok ? {} : wrong.faults)).toEqual(["model", "input", "output", "cacheWrite"]);
    const cache = readPrice({ ...filled, cacheRead: "x", cacheWrite: "y" }, null);
    expect(Object.keys(cache.ok ? {} : cache.faults)).toEqual(["cacheRead", "cacheWrite"]);
  });
});
