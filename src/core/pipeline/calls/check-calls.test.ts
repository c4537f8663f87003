import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { compilePlan } from "../plan/plan.ts";
import { validateDefinition } from "../validate.ts";
import { callsOf } from "./calls.ts";
import { writtenCalls } from "./written-calls.ts";

function definition(node: object = {}, config: object = {}, settings: object = {}) {
  return {
    name: "Calls",
    settings,
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      { id: "each", type: "call", name: "Each", config: { pipeline: "other", ...config }, ...node },
    ],
    edges: [{ id: "e1", from: "start", to: "each" }],
  };
}

function problemsOf(written: unknown) {
  const checked = validateDefinition(written);
  return checked.ok ? checked.warnings : checked.problems;
}

describe("a node that calls a pipeline", () => {
  it("is sound as it is written in the documentation", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../../docs/child-runs.md"), "utf8");
    const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = ""]) => yaml);
    expect(examples).toHaveLength(3);
    for (const yaml of examples) expect(problemsOf(parse(yaml))).toEqual([]);
    const maps = readFileSync(join(import.meta.dirname, "../../../../docs/maps.md"), "utf8");
    const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(maps) ?? [];
    expect(problemsOf(parse(yaml))).toEqual([]);
  });

  it("says what it calls, and is tried again only where it says so itself", () => {
    const checked = validateDefinition(definition({ retry: { maxRetries: 2 } }, { version: 3 }));
    if (!checked.ok) throw new Error("it does not validate");
    expect(callsOf(checked.definition)).toEqual([
      {
        nodeId: "each",
        path: ["config", "pipeline"],
        within: [],
        call: { kind: "pipeline", pipeline: "other", version: 3, variables: {} },
      },
    ]);
    expect(compilePlan(checked.definition, []).nodeById.get("each")?.retry.maxRetries).toBe(2);
    const plain = validateDefinition(definition({}, {}, { maxRetriesPerNode: 5 }));
    if (!plain.ok) throw new Error("it does not validate");
    expect(compilePlan(plain.definition, []).nodeById.get("each")?.retry.maxRetries).toBe(0);
  });

  it("is found in a text that is still wrong as in one that is sound", () => {
    const tool = { kind: "pipeline", name: "look", description: "Looks.", effect: "read", pipeline: "seen" };
    const config = { model: "sandbox/brief", task: "Go", tools: [{ ...tool, variables: { a: "args.b" } }] };
    const deep = { id: "deep", type: "map", name: "Deep", config: { items: "input", pipeline: "far" } };
    const body = { nodes: [{ id: "talk", type: "agent", name: "Talk", config }, deep], edges: [] };
    const around = { id: "around", type: "call", name: "Around", config: { body } };
    const sound = definition({}, { version: 3, variables: { word: "input" } });
    const written = {
      ...sound,
      nodes: [...sound.nodes, around],
      edges: [...sound.edges, { id: "e2", from: "each", to: "around" }],
    };
    const checked = validateDefinition(written);
    if (!checked.ok) throw new Error("it does not validate");
    const calls = callsOf(checked.definition).map(({ call, within, ...place }) => ({
      ...place,
      call: {
        pipeline: call.pipeline,
        version: call.version,
        variables: Object.keys(call.variables),
        within,
      },
    }));
    expect(calls).toHaveLength(3);
    expect(writtenCalls(written)).toEqual(calls);
    expect(writtenCalls({ ...written, name: 7, edges: "none" })).toEqual(calls);
    for (const nothing of [null, "text", { nodes: [null, 1, { type: "call" }, { id: "a", type: "call" }] }])
      expect(writtenCalls(nothing)).toEqual([]);
    expect(writtenCalls(definition({}, { version: 0 }))).toEqual([]);
    expect(writtenCalls(definition({}, { variables: "text" }))[0]?.call.variables).toEqual([]);
  });

  it("is told what it names wrongly, with its place", () => {
    expect(problemsOf(definition({}, { variables: { word: "nodes.nowhere.output" } }))).toMatchObject([
      { code: "UNKNOWN_REFERENCE", nodeId: "each", path: ["config", "variables", "word"] },
    ]);
    expect(problemsOf(definition({ limits: { costMicros: 5 } }))).toMatchObject([
      { code: "CALL_LIMIT", severity: "error", nodeId: "each", path: ["limits", "costMicros"] },
    ]);
    expect(problemsOf(definition({}, { version: 0 }))).toMatchObject([{ nodeId: "each" }]);
  });

  it("warns where it is not taken back with its run", () => {
    expect(problemsOf(definition({}, {}, { onFailure: "undo" }))).toMatchObject([
      { code: "UNUSED_SETTING" },
      { code: "CALL_KEPT", severity: "warning", nodeId: "each", path: ["config", "pipeline"] },
    ]);
  });
});
