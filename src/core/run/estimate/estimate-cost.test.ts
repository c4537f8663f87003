import { describe, expect, it } from "vitest";
import { pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { compilePlan } from "#core/pipeline/plan/plan.ts";
import { estimateCost } from "./estimate-cost.ts";

const agent = (id: string, config: object) => ({ id, type: "agent", name: id.toUpperCase(), config });

/** Nodes in a row after the start. */
function planOf(...nodes: readonly { readonly id: string }[]) {
  const ids = ["start", ...nodes.map(({ id }) => id)];
  const definition = pipelineDefinitionSchema.parse({
    name: "Row",
    settings: { maxRetriesPerNode: 3 },
    variables: { topic: { default: "tides" } },
    nodes: [{ id: "start", type: "trigger", name: "Start" }, ...nodes],
    edges: nodes.map(({ id }, index) => ({ id: `e${index}`, from: ids[index], to: id })),
  });
  return compilePlan(definition, []);
}

const nothing = { input: null, variables: {} };
const paid = "anthropic/claude-haiku-4-5";

describe("estimateCost", () => {
  it("counts the longest answer, the prompt, and what comes from upstream", () => {
    const alone = estimateCost(planOf(agent("a", { model: paid, task: "x", maxTokens: 1_000 })), nothing);
    // 1,000 tokens at $5 a million, and next to nothing for the prompt.
    expect(alone.onceMicros).toBeGreaterThanOrEqual(5_000);
    expect(alone.onceMicros).toBeLessThan(5_010);
    expect(alone.everyTryMicros).toBe(4 * alone.onceMicros);
    expect(alone).toMatchObject({ playMicros: 0, unpricedModels: [], unboundedNodes: [] });

    const reading = { model: paid, task: "{{ input }}", maxTokens: 1_000 };
    const two = estimateCost(planOf(agent("a", reading), agent("b", reading)), nothing);
    // The second reads up to 1,000 tokens at the price of a cache write: $1.25 a million.
    expect(two.onceMicros - 2 * alone.onceMicros).toBeGreaterThan(1_200);
  });

  it("counts the turn in which an answer is put right, which reads it", () => {
    const asked = agent("a", { model: paid, task: "x", maxTokens: 1_000 });
    const plain = estimateCost(planOf(asked), nothing);
    const json = estimateCost(
      planOf({ ...asked, outputSchema: { type: "object" } } as typeof asked),
      nothing,
    );
    expect(json.onceMicros).toBe(plain.onceMicros);
    // The answer again, and 1,000 tokens of it read.
    expect(json.everyTryMicros - plain.everyTryMicros).toBeGreaterThan(plain.onceMicros + 1_200);
  });

  it("counts all turns of an agent with tools, with what its tools may answer", () => {
    const tool = { kind: "http", name: "look", description: "d", effect: "read", url: "https://a.example" };
    const config = { model: paid, task: "x", maxTokens: 1_000 };
    const talk = (change: object) =>
      estimateCost(planOf(agent("a", { ...config, tools: [tool], ...change })), nothing);
    const one = talk({ maxTurns: 1, maxToolCalls: 1 });
    expect(one.unboundedNodes).toEqual([]);
    expect(one.onceMicros).toBeGreaterThan(estimateCost(planOf(agent("a", config)), nothing).onceMicros);
    // The second turn reads an answer of 50,000 tokens at $1.25 a million, and the third one both of them once more.
    const [two, three] = [2, 3].map((turns) => talk({ maxTurns: turns, maxToolCalls: turns - 1 }));
    expect((two?.onceMicros ?? 0) - 2 * one.onceMicros).toBeGreaterThan(62_500);
    expect((three?.onceMicros ?? 0) - (two?.onceMicros ?? 0)).toBeGreaterThan(2 * 62_500);
    const limited = { ...agent("a", { ...config, tools: [tool] }), limits: { costMicros: 9_000 } };
    expect(estimateCost(planOf(limited), nothing).onceMicros).toBe(9_000);
    // No more tokens than these, at the price of an answer, and one turn that goes past them.
    const capped = talk({ maxTurns: 3, maxToolCalls: 2, maxTotalTokens: 1_000 });
    expect(capped.onceMicros).toBeLessThan(three?.onceMicros ?? 0);
    expect(capped.onceMicros).toBeGreaterThan(2 * 62_500 + 5_000);
  });

  it("does not guess what files come to", () => {
    const shown = agent("a", { model: paid, task: "x", files: "input" });
    expect(estimateCost(planOf(shown), nothing)).toMatchObject({
      onceMicros: 0,
      modelCalls: 1,
      unboundedNodes: ["A"],
      uncountedNodes: [],
    });
  });

  it("grows with what is given", () => {
    const plan = planOf(agent("a", { model: paid, task: "{{ input.text }} {{ topic }}", maxTokens: 1 }));
    const short = estimateCost(plan, { input: { text: "a" }, variables: { topic: "b" } });
    const long = estimateCost(plan, { input: { text: "a".repeat(10_000) }, variables: { topic: "b" } });
    expect(long.onceMicros).toBeGreaterThan(short.onceMicros + 2_500);
  });

  it("takes the dearest of the models that may answer, and all of them for every try", () => {
    const config = { model: paid, task: "x", maxTokens: 1_000 };
    const alone = estimateCost(planOf(agent("a", config)), nothing);
    const dear = estimateCost(planOf(agent("a", { ...config, model: "anthropic/claude-opus-4-5" })), nothing);
    const both = { ...config, fallbackModel: ["anthropic/claude-opus-4-5", "sandbox/brief"] };
    const estimate = estimateCost(planOf(agent("a", both)), nothing);
    expect(estimate.onceMicros).toBe(dear.onceMicros);
    expect(estimate.everyTryMicros).toBe(4 * (alone.onceMicros + dear.onceMicros));
    const limited = { ...agent("a", both), limits: { costMicros: 6_000 } };
    expect(estimateCost(planOf(limited), nothing)).toMatchObject({
      onceMicros: 6_000,
      everyTryMicros: 6_000,
    });
  });

  it("keeps play money apart", () => {
    const { onceMicros, playMicros } = estimateCost(
      planOf(agent("a", { model: "sandbox/brief", task: "x" })),
      nothing,
    );
    expect(onceMicros).toBe(0);
    expect(playMicros).toBeGreaterThan(0);
  });

  it("says what it does not know instead of leaving it out", () => {
    const fetching = {
      id: "get",
      type: "action",
      name: "Get",
      config: { action: "http.request", url: "https://a.example" },
    };
    const estimate = estimateCost(
      planOf(
        agent("a", { model: "openai/nobody-knows", task: "x" }),
        fetching,
        agent("b", { model: paid, task: "{{ input }}" }),
      ),
      nothing,
    );
    expect(estimate).toMatchObject({
      unpricedModels: ["openai/nobody-knows"],
      unboundedNodes: ["B"],
      onceMicros: 0,
    });
  });

  describe("of what stands in bodies", () => {
    const asked = agent("a", { model: paid, task: "Sum up: {{ input }}", maxTokens: 1_000 });
    const inside = (type: string, config: object, more: object = {}) =>
      planOf({
        id: "each",
        type,
        name: "Each",
        config: { body: { nodes: [asked] }, ...config },
        ...more,
      } as never);
    const once = (input: unknown) =>
      estimateCost(planOf(asked), { input: input as never, variables: {} }).onceMicros;

    it("is that of each item of a list that the run is started with, and of each pass", () => {
      const given = { input: { list: ["a", "b", "c"] }, variables: {} };
      const mapped = estimateCost(inside("map", { items: "input.list" }), given);
      expect(mapped).toMatchObject({ onceMicros: 3 * once("a"), modelCalls: 3, unboundedNodes: [] });
      const called = estimateCost(inside("call", {}), given);
      expect(called).toMatchObject({ onceMicros: once(given.input), modelCalls: 1, unboundedNodes: [] });
      const fixed = agent("a", { model: paid, task: "x", maxTokens: 1_000 });
      const looped = inside("loop", { until: "false", maxPasses: 4, body: { nodes: [fixed] } });
      expect(estimateCost(looped, given)).toMatchObject({
        onceMicros: 4 * estimateCost(planOf(fixed), nothing).onceMicros,
        unboundedNodes: [],
      });
    });

    it("is not known of a list that another node makes, and of a loop that reads what it made", () => {
      const map = {
        id: "each",
        type: "map",
        name: "Each",
        config: { items: "input", body: { nodes: [asked] } },
      };
      const late = planOf(agent("first", { model: paid, task: "x" }), map as never);
      expect(estimateCost(late, nothing).unboundedNodes).toEqual(["Each"]);
      const reads = inside("loop", { until: "false", maxPasses: 4 });
      expect(estimateCost(reads, nothing).unboundedNodes).toEqual(["A"]);
      const called = planOf({ id: "c", type: "call", name: "C", config: { pipeline: "other" } } as never);
      expect(estimateCost(called, nothing)).toMatchObject({ unboundedNodes: ["C"], uncountedNodes: ["C"] });
    });
  });
});
