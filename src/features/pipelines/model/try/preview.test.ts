import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { type LastResult, type LastValues, previewScope } from "./preview-scope.ts";
import { previewSource, type SourceReading } from "./preview-source.ts";

const done = (output: Json, branch: string | null = null): LastResult => ({
  hasOutput: true,
  output,
  branch,
  stop: null,
});
const skipped: LastResult = { hasOutput: false, output: null, branch: null, stop: null };
const node = (id: string, more: object = {}) => ({ id, type: "transform", name: id, ...more });

/** start > choose > (true) left > join, (false) right > join; and `late`, which no run has reached. */
const value = {
  variables: { tone: { default: "calm" }, size: {} },
  nodes: [
    { id: "start", type: "trigger" },
    node("choose", { type: "condition" }),
    node("left", { input: "{'text': input.word}" }),
    node("right"),
    node("join"),
    node("late"),
    node("later"),
  ],
  edges: [
    { id: "1", from: "start", to: "choose" },
    { id: "2", from: "choose", to: "left", condition: true },
    { id: "3", from: "choose", to: "right", condition: "false" },
    { id: "4", from: "left", to: "join" },
    { id: "5", from: "right", to: "join" },
    { id: "6", from: "join", to: "late" },
    { id: "7", from: "late", to: "later" },
  ],
} as unknown as Json;

const last: LastValues = {
  input: { word: "tides" },
  variables: { size: 3 },
  runId: "run-1",
  startedAtMs: Date.UTC(2026, 10, 29, 8, 30),
  results: new Map([
    ["start", done({ word: "tides" })],
    ["choose", done({ word: "tides" }, "true")],
    ["left", done("from left")],
    ["right", skipped],
    ["join", done({ left: "from left", right: null })],
  ]),
};

function preview(nodeId: string, text: string, reading: SourceReading = "expression", isInput = false) {
  const found = previewScope(value, nodeId, last);
  if (!found.ok) return found.message;
  const shown = previewSource(text, reading, isInput ? found.unmapped : found.scope);
  return shown?.kind === "value" ? shown.parts.map(({ text: part }) => part).join("") : shown?.message;
}

describe("a field with the values of a run", () => {
  it("sees what the node would see", () => {
    expect(preview("left", "input")).toBe('{\n "text": "tides"\n}');
    expect(preview("left", "input.word", "expression", true)).toBe('"tides"');
    expect(preview("right", "input")).toBe("null");
    expect(preview("join", "input.left + ' ' + string(input.right == null)")).toBe('"from left true"');
    expect(preview("join", "nodes.right == null && trigger.word == 'tides'")).toBe("true");
    expect(preview("start", "input.word")).toBe('"tides"');
    expect(preview("join", "output.left")).toBe('"from left"');
    expect(preview("left", "run.startedAt + variables.tone + string(variables.size)")).toBe(
      '"2026-11-29T08:30:00.000Zcalm3"',
    );
  });

  it("evaluates a condition to its decision, and marks inserted values", () => {
    expect(preview("choose", "input.none > 3", "condition")).toBe("false");
    expect(preview("choose", "input.none > 3")).toContain("none");
    const found = previewScope(value, "left", last);
    if (!found.ok) throw new Error(found.message);
    expect(previewSource("Say {{ input.text }} in {{tone}}", "template", found.scope)).toEqual({
      kind: "value",
      parts: [
        { text: "Say ", isInserted: false },
        { text: "tides", isInserted: true },
        { text: " in ", isInserted: false },
        { text: "calm", isInserted: true },
      ],
    });
  });

  it("says why there is no preview", () => {
    expect(preview("late", "input")).toContain("from left");
    expect(preview("later", "input")).toBe("the run has no result of late");
    expect(preview("gone", "input")).toBe('there is no node "gone"');
    expect(preview("left", "secrets.key", "expression")).toContain("secret");
    expect(preview("left", "input.")).toBeUndefined();
    expect(preview("left", "{{ input.", "template")).toBeUndefined();
  });
});
