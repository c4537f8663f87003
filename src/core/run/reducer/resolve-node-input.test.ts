import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { applyOutputMapping } from "../output-mapping.ts";
import type { NodePhase } from "../state.ts";
import { makePlan, noop, transform } from "../testing/make-plan.ts";
import { inputsNeeded, outputsNeeded } from "./outputs-needed.ts";
import { resolveNodeInput } from "./resolve-node-input.ts";

function resolve(
  plan: Plan,
  nodeId: string,
  phases: { [id: string]: NodePhase },
  outputs: { [id: string]: Json },
) {
  const context = {
    runId: "run",
    startedAtMs: 0,
    trigger: { text: "hello" },
    variables: { topic: "tides" },
    outputs: new Map(Object.entries(outputs)),
  };
  return resolveNodeInput(
    plan,
    { phases: { start: "completed", ...phases }, branches: {}, stops: {} },
    nodeId,
    context,
  );
}

const plan = makePlan(
  {
    a: noop,
    b: noop,
    plain: noop,
    mapped: {
      ...noop,
      input: { first: "nodes.a.output", all: "input", about: "variables.topic" },
      output: "output.about + input.about",
    },
    named: { ...noop, input: { run: "run.id", at: "run.startedAt" } },
    brittle: { ...noop, input: "input.absent" },
  },
  [
    "start > a",
    "start > b",
    "a > plain",
    "b > plain",
    "a > mapped",
    "b > mapped",
    "b > brittle",
    "b > named",
  ],
);

describe("resolveNodeInput", () => {
  it("gives the trigger's data to what follows it", () => {
    expect(inputsNeeded(plan, "a")).toEqual([]);
    expect(resolve(plan, "a", {}, {})).toMatchObject({
      ok: true,
      input: { text: "hello" },
      scope: { nodes: {} },
    });
  });

  it("lets expressions see which run it is", () => {
    expect(resolve(plan, "named", { b: "completed" }, { b: 2 })).toMatchObject({
      input: { run: "run", at: "1970-01-01T00:00:00.000Z" },
    });
  });

  it("joins the predecessors, with null for skipped ones", () => {
    expect(inputsNeeded(plan, "plain")).toEqual(["a", "b"]);
    expect(resolve(plan, "plain", { a: "completed", b: "completed" }, { a: 1, b: 2 })).toMatchObject({
      input: { a: 1, b: 2 },
    });
    expect(resolve(plan, "plain", { a: "skipped", b: "handled" }, { a: null, b: 2 })).toMatchObject({
      input: { a: null, b: 2 },
    });
  });

  it("maps, and shows the mapped input to templates", () => {
    const resolved = resolve(plan, "mapped", { a: "completed", b: "completed" }, { a: 1, b: 2 });
    const input = { first: 1, all: { a: 1, b: 2 }, about: "tides" };
    expect(resolved).toMatchObject({ ok: true, input, scope: { input, nodes: { a: { output: 1 } } } });
  });

  it("says which mapping failed", () => {
    expect(resolve(plan, "brittle", { b: "completed" }, { b: {} })).toMatchObject({
      ok: false,
      error: {
        code: "EXPRESSION_FAILED",
        retryable: false,
        nodeId: "brittle",
        message: expect.stringContaining('Node "brittle": input:'),
      },
    });
  });

  it("throws when outputs were not loaded, because null would be a lie", () => {
    expect(() => resolve(plan, "plain", { a: "completed", b: "completed" }, { a: 1 })).toThrow(
      "were not loaded: b",
    );
  });
});

describe("applyOutputMapping", () => {
  it("sees the raw output beside the scope", () => {
    const resolved = resolve(plan, "mapped", { a: "completed", b: "completed" }, { a: 1, b: 2 });
    const node = plan.nodeById.get("mapped");
    if (!resolved.ok || node === undefined) throw new Error("expected an input");
    expect(applyOutputMapping(node, { about: "on " }, resolved.scope)).toEqual({
      ok: true,
      output: "on tides",
    });
    expect(applyOutputMapping(node, null, resolved.scope)).toMatchObject({
      ok: false,
      error: { code: "EXPRESSION_FAILED" },
    });
  });
});

describe("outputsNeeded", () => {
  it("does not grow along a chain of effects", () => {
    const ids = Array.from({ length: 300 }, (_, index) => `n${index}`);
    const nodes = Object.fromEntries(ids.map((id) => [id, noop]));
    const chain = makePlan(nodes, ["start > n0", ...ids.slice(1).map((id, index) => `n${index} > ${id}`)]);
    expect(ids.flatMap((id) => outputsNeeded(chain, id))).toEqual([]);
  });

  it("names what the pure nodes that follow will read", () => {
    const mixed = makePlan(
      {
        a: noop,
        b: noop,
        join: transform("input"),
        last: transform({ a: "nodes.a.output", join: "input" }),
        far: noop,
        end: transform("input"),
      },
      ["start > a", "start > b", "a > join", "b > join", "join > last", "last > far", "far > end"],
    );
    expect(outputsNeeded(mixed, "b")).toEqual(["a"]);
    expect(outputsNeeded(mixed, "far")).toEqual([]);
  });
});
