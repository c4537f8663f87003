import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectCost, type PastRun } from "./expected-cost.ts";
import { makePlan } from "./testing/make-plan.ts";

const agent = (model: string, fallbackModel?: string) => ({
  type: "agent",
  config: { model, task: "Go", ...(fallbackModel === undefined ? {} : { fallbackModel }) },
});
const haiku = "anthropic/claude-haiku-5-5";
const sonnet = "anthropic/claude-sonnet-5";
const plan = makePlan({ draft: agent(haiku, sonnet), check: agent("sandbox/echo") }, [
  "start > draft",
  "draft > check",
]);

function run(draft: number | null, check?: number, model = haiku): PastRun {
  const nodes = [{ nodeId: "draft", model, costMicros: draft }];
  return {
    below: null,
    nodes:
      check === undefined ? nodes : [...nodes, { nodeId: "check", model: "sandbox/echo", costMicros: check }],
  };
}

describe("what a run will probably cost", () => {
  it("is what half and nine of ten earlier ones cost, real and play money apart", () => {
    const past = Array.from({ length: 10 }, (_, index) => run((index + 1) * 100, 7));
    expect(expectCost(plan, past)).toEqual({
      runs: 10,
      real: { p50Micros: 500, p90Micros: 900 },
      play: { p50Micros: 7, p90Micros: 7 },
      nodes: [
        { nodeId: "draft", count: 10, isSandbox: false, p50Micros: 500, p90Micros: 900 },
        { nodeId: "check", count: 10, isSandbox: true, p50Micros: 7, p90Micros: 7 },
      ],
      unknownNodes: [],
    });
  });

  it("is not known without earlier runs", () => {
    const nothing = { runs: 0, real: null, play: null, nodes: [], unknownNodes: ["draft", "check"] };
    expect(expectCost(plan, [])).toEqual(nothing);
    expect(expectCost(plan, [run(null)])).toEqual(nothing);
  });

  it("leaves out what another model cost, and counts a fallback that the node still has", () => {
    const past = [run(100, 7, sonnet), run(900, 7, "anthropic/claude-opus-5")];
    expect(expectCost(plan, past)).toMatchObject({
      real: { p50Micros: 0, p90Micros: 100 },
      nodes: [{ nodeId: "draft", count: 1, p50Micros: 100 }, { count: 2 }],
    });
  });

  it("names agents that are new, and counts a branch that was not taken as nothing", () => {
    expect(expectCost(plan, [run(100)]).unknownNodes).toEqual(["check"]);
    expect(expectCost(plan, [run(100), run(300, 9), run(200)]).play).toEqual({ p50Micros: 0, p90Micros: 9 });
  });

  it("counts what nodes had started, of plans that start something", () => {
    const calls = makePlan({ draft: agent(haiku), each: { type: "call", config: { pipeline: "other" } } }, [
      "start > draft",
      "draft > each",
    ]);
    const past = [10, 20, 30].map(
      (costMicros): PastRun => ({ ...run(100), below: { costMicros, isSandbox: false } }),
    );
    expect(expectCost(calls, past)).toMatchObject({
      real: { p50Micros: 120, p90Micros: 130 },
      play: null,
      unknownNodes: [],
    });
    expect(expectCost(calls, [run(100)]).unknownNodes).toEqual(["each"]);
    expect(expectCost(plan, past).real).toEqual({ p50Micros: 100, p90Micros: 100 });
    const only = makePlan({ each: { type: "call", config: { pipeline: "other" } } }, ["start > each"]);
    const played = [{ nodes: [], below: { costMicros: 5, isSandbox: true } }];
    expect(expectCost(only, played)).toMatchObject({ runs: 1, real: null, play: { p50Micros: 5 } });
  });

  it("lies between the least and the most that a run cost, whatever there was", () => {
    const amount = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 60 }), (costs) => {
        const { real } = expectCost(
          plan,
          costs.map((cost) => run(cost)),
        );
        const { p50Micros, p90Micros } = real ?? expect.fail("it is known");
        const share = (most: number) => costs.filter((cost) => cost <= most).length / costs.length;
        expect(costs).toContain(p50Micros);
        expect(p50Micros).toBeLessThanOrEqual(p90Micros);
        expect(share(p50Micros)).toBeGreaterThanOrEqual(0.5);
        expect(share(p90Micros)).toBeGreaterThanOrEqual(0.9);
      }),
    );
  });
});
