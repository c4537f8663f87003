import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asDollars, checkBudget } from "./check-budget.ts";

const call = { nodeId: "draft", model: "anthropic/claude-haiku-4-5", limitMicros: 10_000 };

describe("checkBudget", () => {
  it.each([
    ["what costs nothing, even with nothing to spend", { limitMicros: 0, spentMicros: 0, mostMicros: 0 }],
    ["what fits exactly", { spentMicros: 4_000, mostMicros: 6_000 }],
  ])("allows %s", (_name, question) => {
    expect(checkBudget({ ...call, ...question })).toBeNull();
  });

  it("tells the missing sum, the limit and what to do", () => {
    expect(checkBudget({ ...call, spentMicros: 4_000, mostMicros: 6_001 })).toEqual({
      code: "BUDGET_EXCEEDED",
      retryable: false,
      nodeId: "draft",
      message:
        'Node "draft" was not run: a call of anthropic/claude-haiku-4-5 may cost up to $0.006001, after $0.004 for its earlier tries, which is $0.000001 more than its limits.costMicros 10000 ($0.01) allows. Raise the limit, lower maxTokens, shorten what is sent, or choose a cheaper model.',
    });
    expect(checkBudget({ ...call, limitMicros: 0, spentMicros: 0, mostMicros: 1 })).not.toBeNull();
  });

  it.each([
    [
      "of the call",
      { spentMicros: 0, mostMicros: null },
      "the price of anthropic/claude-haiku-4-5 is not known",
    ],
    ["of earlier tries", { spentMicros: null, mostMicros: 1 }, "what its earlier tries cost is not known"],
  ])("refuses where the price %s is not known, and says so", (_name, question, words) => {
    expect(checkBudget({ ...call, ...question })).toMatchObject({
      code: "BUDGET_EXCEEDED",
      message: expect.stringContaining(words),
    });
  });

  it("keeps all tries of a node run under one limit, whatever each turns out to cost", () => {
    const tries = fc.array(
      fc.record({ mostMicros: fc.nat(5_000), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.nat(20_000), tries, (limitMicros, planned) => {
        let spentMicros = 0;
        for (const { mostMicros, share } of planned) {
          if (checkBudget({ ...call, limitMicros, spentMicros, mostMicros }) !== null) continue;
          spentMicros += Math.floor(mostMicros * share);
        }
        expect(spentMicros).toBeLessThanOrEqual(limitMicros);
      }),
    );
  });
});

describe("asDollars", () => {
  it.each([
    [0, "$0.00"],
    [1, "$0.000001"],
    [120_000, "$0.12"],
    [100_000, "$0.10"],
    [1_234_500, "$1.2345"],
  ])("writes %i as %s", (micros, text) => {
    expect(asDollars(micros)).toBe(text);
  });
});
