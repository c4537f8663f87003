import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { benchRequest, cellPrice, typedPins, typingObstacle } from "./bench.ts";
import type { RunSnapshot } from "./last-values.ts";

const node = (id: string, type = "transform") => ({ id, type, name: id });
const nodes = [
  node("start", "trigger"),
  node("a"),
  node("ask", "agent"),
  node("both", "agent"),
  node("way", "condition"),
];
const draft: Json = {
  nodes,
  edges: [
    { id: "1", from: "start", to: "a" },
    { id: "2", from: "a", to: "ask" },
    { id: "3", from: "a", to: "both" },
    { id: "4", from: "ask", to: "both" },
    { id: "5", from: "a", to: "way" },
  ],
};
const ended = (nodeId: string) => ({ nodeId, status: "completed", output: nodeId, iteration: 0 });
const base = {
  run: { id: "run-1", input: "in" },
  nodeRuns: [ended("start"), ended("a"), ended("ask")],
} as unknown as RunSnapshot;

describe("a cell of the bench", () => {
  it("is a try of the agent alone, with another model", () => {
    const input = { kind: "run", key: "run-1", view: base } as const;
    expect(benchRequest(draft, "ask", "sandbox/echo", { input, base })).toEqual({
      runId: "run-1",
      fromNodeIds: ["ask"],
      changes: {
        version: "draft",
        until: "ask",
        pinned: ["start", "a"],
        agents: { ask: { model: "sandbox/echo" } },
      },
    });
  });

  it("uses the typed input in place of the preceding outputs", () => {
    const typed = (text: string) => ({ kind: "typed", key: "t", text }) as const;
    expect(
      benchRequest(draft, "ask", "sandbox/echo", { input: typed('{"n": 1}'), base })?.changes,
    ).toMatchObject({ pinned: ["start"], outputs: { a: { n: 1 } } });
    expect(benchRequest(draft, "both", "sandbox/echo", { input: typed("a word"), base })).toBeNull();
  });

  it("has a maximum cost if it is known, and marks play money", () => {
    const expected = {
      onceMicros: 1,
      everyTryMicros: 4,
      playMicros: 0,
      unpricedModels: [],
      unboundedNodes: [],
      uncountedNodes: [],
    };
    expect(cellPrice({ expected })).toEqual({ micros: 4, isSandbox: false });
    expect(cellPrice({ expected: { ...expected, everyTryMicros: 0, playMicros: 7 } })).toEqual({
      micros: 7,
      isSandbox: true,
    });
    expect(cellPrice({ expected: { ...expected, unpricedModels: ["x/y"] } }).micros).toBeNull();
  });
});

describe("a typed input", () => {
  it("is one value for one source, and an object for several", () => {
    expect(typedPins(draft, "ask", "a word")).toEqual({ ok: true, pins: { a: "a word" } });
    expect(typedPins(draft, "both", '{"a": 1, "ask": null}')).toEqual({
      ok: true,
      pins: { a: 1, ask: null },
    });
    expect(typedPins(draft, "both", '{"a": 1}')).toMatchObject({ ok: false });
  });

  it("needs a preceding node whose output can be replaced", () => {
    expect(typingObstacle(draft, "ask")).toBeNull();
    expect(typingObstacle(draft, "start")).toContain("Nothing leads to it");
    const behind: Json = { nodes, edges: [{ id: "1", from: "way", to: "ask" }] };
    expect(typingObstacle(behind, "ask")).toContain("chooses a branch");
  });
});
