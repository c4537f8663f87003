import { describe, expect, it } from "vitest";
import { problemsOf } from "./testing/brief-definition.ts";

const gate = { id: "gate", type: "condition", name: "Gate", config: { condition: "input.flag" } };
const agent = (id: string) => ({
  id,
  type: "agent",
  name: id,
  config: { model: "sandbox/brief", task: "Write" },
});

/** `a` runs only when the gate holds; `end` runs after it and after the start. */
function joined(end: object) {
  return {
    name: "Join",
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      gate,
      agent("a"),
      { id: "end", name: "End", ...end },
    ],
    edges: [
      { id: "e1", from: "start", to: "gate" },
      { id: "e2", from: "gate", to: "a", condition: "true" },
      { id: "e3", from: "a", to: "end" },
      { id: "e4", from: "start", to: "end" },
    ],
  };
}

const value = (source: unknown) => ({ type: "transform", config: { value: source } });
const log = (message: string) => ({ type: "action", config: { action: "log", message } });

describe("values that may be missing", () => {
  it.each<[string, object, string]>([
    [
      "a field of what a join brings",
      value("input.a.size()"),
      'Node "end": config.value: input.a is null when "a" was skipped. Ask first, for example with input.a == null ? "" : input.a.',
    ],
    [
      "a method of a node's output",
      value({ text: "nodes.a.output.trim()" }),
      'Node "end": config.value.text: nodes.a.output is null when "a" was skipped. Ask first, for example with nodes.?a.output.orValue("").',
    ],
    [
      "an insertion, which would be the word null",
      log("It said {{ nodes.a.output }}"),
      'Node "end": config.message: nodes.a.output is null when "a" was skipped. Ask first, for example with nodes.?a.output.orValue("").',
    ],
  ])("warns of %s", (_what, end, message) => {
    expect(problemsOf(joined(end))).toMatchObject([
      { code: "MAY_BE_MISSING", severity: "warning", nodeId: "end", message },
    ]);
  });

  it.each<[string, object]>([
    ["a value that is handed on as it is", value({ a: "nodes.a.output", b: "input.a" })],
    ["what asks first", value("has(nodes.a) ? nodes.a.output.trim() : 'none'")],
    ["an optional read", log("{{ nodes.?a.output.orValue('nothing') }}")],
    ["a comparison with null", value("input.a == null")],
    ["a predecessor that always runs", value("input.start.text + '!'")],
    ["a field of a mapped input", { ...value("input.a + '!'"), input: { a: "'x'" } }],
  ])("says nothing of %s", (_what, end) => {
    expect(problemsOf(joined(end))).toEqual([]);
  });

  it("says what an edge without a label out of a condition means", () => {
    const raw = joined(value("1"));
    const edges = raw.edges.map(({ condition: _condition, ...edge }) => edge);
    expect(problemsOf({ ...raw, edges })).toMatchObject([
      { code: "IMPLIED_TRUE", severity: "warning", edgeId: "e2", path: ["condition"] },
    ]);
  });

  it("refuses an edge that does not say which case it is", () => {
    const cases = [{ label: "long", when: "input.flag" }];
    const raw = joined(value("1"));
    const nodes = raw.nodes.map((node) => (node === gate ? { ...gate, config: { cases } } : node));
    const edges = raw.edges.map(({ condition: _condition, ...edge }) => edge);
    expect(problemsOf({ ...raw, nodes, edges })).toMatchObject([
      {
        code: "BAD_EDGE_CONDITION",
        message:
          'Edge "e2" does not say which case of "gate" it is: give it one of the conditions "long", "else".',
      },
    ]);
  });
});
