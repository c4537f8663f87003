import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { lastValuesOf, nodeMarksOf, type RunSnapshot } from "./last-values.ts";
import { tryRequest } from "./try-request.ts";

const node = (id: string, type = "transform") => ({ id, type, name: id });
const draft: Json = {
  nodes: [
    node("start", "trigger"),
    node("choose", "condition"),
    node("a"),
    node("new"),
    node("b"),
    node("after"),
  ],
  edges: [
    { id: "1", from: "start", to: "choose" },
    { id: "2", from: "choose", to: "a" },
    { id: "3", from: "a", to: "new" },
    { id: "4", from: "new", to: "b" },
    { id: "5", from: "b", to: "after" },
  ],
};

const ended = (nodeId: string, more: object = {}) => ({
  nodeId,
  status: "completed",
  output: `of ${nodeId}`,
  outputLeftOut: false,
  branch: null,
  stop: null,
  finishedAtMs: 1,
  ...more,
});
const handled = (id: string, onError: string) => ({ id, onError });
const view = {
  definition: {
    nodes: [handled("b", "fail"), handled("rescued", "branch"), handled("given up", "continue")],
  },
  run: { input: "in", variables: { tone: "calm" }, createdAtMs: 5, startedAtMs: null },
  nodeRuns: [
    ended("start"),
    ended("choose", { branch: "true" }),
    ended("a"),
    ended("b", { status: "failed", output: null }),
    ended("large", { outputLeftOut: true, output: null }),
    ended("rescued", { status: "failed", output: { message: "no" }, branch: "error" }),
    // Its fallback is null.
    ended("given up", { status: "failed", output: null }),
  ],
} as unknown as RunSnapshot;

describe("trying a node", () => {
  it("alone reuses the run's results before it, and nothing after it", () => {
    expect(tryRequest(draft, "b", "alone", { view, pins: {} })).toEqual({
      fromNodeIds: ["b"],
      changes: { version: "draft", until: "b", pinned: ["start", "choose", "a"] },
    });
  });

  it("up to it reuses only what has not changed", () => {
    expect(tryRequest(draft, "b", "up-to", { view, pins: {} }).changes).toEqual({
      version: "draft",
      until: "b",
    });
  });

  it("uses pinned outputs, and for the trigger the pinned input", () => {
    const pins = { start: { word: "x" }, a: 3, after: "not before it", choose: "it chooses a way" };
    expect(tryRequest(draft, "b", "alone", { view, pins }).changes).toEqual({
      version: "draft",
      until: "b",
      pinned: ["choose"],
      outputs: { a: 3 },
      input: { word: "x" },
    });
  });
});

describe("the values of a run", () => {
  it("are those of its nodes, replaced by pins", () => {
    const values = lastValuesOf(view, { a: 3, start: "pinned" }, "start");
    expect(values).toMatchObject({ input: "pinned", variables: { tone: "calm" }, startedAtMs: 5 });
    expect(
      [...(values?.results ?? [])].map(([id, { hasOutput, output }]) => [id, hasOutput, output]),
    ).toEqual([
      ["start", true, "pinned"],
      ["choose", true, "of choose"],
      ["a", true, 3],
      ["b", false, null],
      ["rescued", true, { message: "no" }],
      ["given up", true, null],
    ]);
    expect(lastValuesOf(null, {}, null)).toBeNull();
  });

  it("are shown on the nodes of the drawing", () => {
    const marks = nodeMarksOf(view, { new: { a: [1] } });
    expect(marks.get("a")).toMatchObject({ status: "completed", output: "of a", isPinned: false });
    expect(marks.get("b")).toMatchObject({
      status: "failed",
      output: null,
      isPinned: false,
      isCaught: false,
    });
    expect(marks.get("choose")).toMatchObject({ branch: "true", isCaught: false });
    expect(marks.get("rescued")).toMatchObject({ status: "failed", branch: "error", isCaught: true });
    expect(marks.get("given up")).toMatchObject({ status: "failed", output: null, isCaught: true });
    expect(marks.get("large")).toMatchObject({ status: "completed", output: null, isPinned: false });
    expect(marks.get("new")).toMatchObject({ status: "pending", output: '{"a":[1]}', isPinned: true });
  });
});
