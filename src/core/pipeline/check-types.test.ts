import { describe, expect, it } from "vitest";
import { numberType, objectType, schemaType, typeSchema } from "#core/expression/types/static-type.ts";
import { checkCalledTypes } from "./checks/expressions/check-types.ts";
import { writtenTypes } from "./graph-types.ts";
import { problemsOf } from "./testing/brief-definition.ts";
import { validateDefinition } from "./validate.ts";

type Node = { readonly id: string; readonly [field: string]: unknown };

const start = { id: "start", type: "trigger", name: "Start" };
const agent = (id: string, more: object = {}) => ({
  id,
  type: "agent",
  name: id,
  config: { model: "sandbox/brief", task: "Write" },
  ...more,
});
const transform = (id: string, value: unknown) => ({ id, type: "transform", name: id, config: { value } });
const rated = {
  type: "object",
  properties: { score: { type: "number" }, tags: { type: "array", items: { type: "string" } } },
};

/** Nodes in a row after the start. */
function row(...nodes: readonly Node[]) {
  const ids = ["start", ...nodes.map(({ id }) => id)];
  return {
    name: "Row",
    nodes: [start, ...nodes],
    edges: nodes.map(({ id }, index) => ({ id: `e${index}`, from: ids[index], to: id })),
  };
}

const told = (raw: unknown) => problemsOf(raw).map(({ code, message }) => ({ code, message }));

describe("types of expressions", () => {
  it.each<[string, readonly Node[], string]>([
    [
      "a field of what a model says",
      [agent("draft"), transform("read", "nodes.draft.output.title")],
      'Node "read": config.value: nodes.draft.output is text, so it has no field "title". A model answers with text unless its node has an outputSchema (at character 1).',
    ],
    [
      "the same by way of the input, in a template",
      [
        agent("draft"),
        { id: "log", type: "action", name: "Log", config: { action: "log", message: "{{ input.title }}" } },
      ],
      'Node "log": config.message: input is text, so it has no field "title".',
    ],
    [
      "a field that no mapping makes",
      [transform("make", { a: "1", b: "2" }), transform("read", "input.c")],
      'Node "read": config.value: input has no field "c"; it has a, b (at character 1).',
    ],
    [
      "a sum of a number and a text",
      [agent("rate", { outputSchema: rated }), transform("add", "input.score + ' points'")],
      `Node "add": config.value: a number and text cannot be used with +: input.score + ' points' (at character 1).`,
    ],
    [
      "a comparison of a list and a number, in a condition too",
      [
        agent("rate", { outputSchema: rated }),
        { id: "many", type: "condition", name: "Many?", config: { condition: "input.tags > 3" } },
      ],
      'Node "many": config.condition: a list and a number cannot be compared: input.tags > 3 (at character 1).',
    ],
    [
      "a method of texts on a list",
      [agent("rate", { outputSchema: rated }), transform("low", "input.tags.lowerAscii()")],
      'Node "low": config.value: .lowerAscii() needs text, but input.tags is a list (at character 1).',
    ],
    [
      "what an output mapping makes of its own answer",
      [agent("draft", { output: { title: "output.title" } })],
      'Node "draft": output.title: output is text, so it has no field "title". A model answers with text unless its node has an outputSchema (at character 1).',
    ],
  ])("refuses %s", (_what, nodes, message) => {
    expect(told(row(...nodes))).toContainEqual({ code: "TYPE_MISMATCH", message });
  });

  it("only warns of a field that is never there where a condition asks for it", () => {
    const asks = { id: "ok", type: "condition", name: "Ok?", config: { condition: "input.approved" } };
    const made = row(agent("draft"), asks, transform("after", "1"));
    const edges = made.edges.map((edge) => (edge.from === "ok" ? { ...edge, condition: "true" } : edge));
    const raw = { ...made, edges };
    expect(problemsOf(raw)).toMatchObject([{ code: "NEVER_THERE", severity: "warning", nodeId: "ok" }]);
  });

  it("warns of a wait for an event whose match asks for what is never there", () => {
    const config = { for: "event", name: "paid", match: "data.run == run.name" };
    expect(problemsOf(row({ id: "paid", type: "wait", name: "Paid", config }))).toMatchObject([
      {
        code: "NEVER_THERE",
        severity: "warning",
        message:
          'Node "paid": config.match: run has no field "name"; it has id, startedAt, so what depends on it is never true (at character 13).',
      },
    ]);
  });

  it.each<[string, readonly Node[]]>([
    [
      "fields that a schema leaves open",
      [agent("rate", { outputSchema: rated }), transform("read", "input.other")],
    ],
    ["the data of a run", [transform("read", "input.any.thing + trigger.more")]],
    [
      "what asks first",
      [agent("draft"), transform("read", "has(input.title) ? input.title : input.?body.orValue('none')")],
    ],
    ["sides that may never be looked at", [agent("draft"), transform("read", "true || input.title > 3")]],
    [
      "elements of a list",
      [
        agent("rate", { outputSchema: rated }),
        transform("read", "input.tags.map(tag, tag + '!').join(', ').size() + 1"),
      ],
    ],
    [
      "what a failed node leaves behind",
      [
        agent("draft", { onError: "continue", fallbackOutput: { title: "-" } }),
        transform("read", "input.title"),
      ],
    ],
    [
      "an answer read as its schema says",
      [agent("rate", { outputSchema: rated }), transform("read", "input.score * 2 + input.tags.size()")],
    ],
  ])("says nothing of %s", (_what, nodes) => {
    expect(told(row(...nodes))).toEqual([]);
  });
});

describe("types across the border of a body", () => {
  const rate = agent("rate", { outputSchema: { ...rated, additionalProperties: false } });
  const inside = (type: string, config: object, more: object = {}) => ({
    id: "each",
    type,
    name: "Each",
    config: { body: { nodes: [rate] }, ...config },
    ...more,
  });

  it.each<[string, readonly Node[], string]>([
    [
      "of a call",
      [inside("call", {}), transform("read", "input.mark")],
      'input has no field "mark"; it has score, tags',
    ],
    [
      "of each item of a map",
      [inside("map", { items: "[1]" }), transform("read", "nodes.each.output[0].mark")],
      'nodes.each.output[0] has no field "mark"; it has score, tags',
    ],
    [
      "of a map whose items may fail",
      [
        inside("map", { items: "[1]", onItemError: "continue" }),
        transform("read", "nodes.each.output[0].mark"),
      ],
      'nodes.each.output[0] has no field "mark"; it has score, tags, error',
    ],
    [
      "of a map that keeps its results, which are no longer a list",
      [inside("map", { items: "[1]", results: "artifact" }), transform("read", "input[0].score")],
      "input is an object: read its fields by name, not by number",
    ],
    [
      "of the passes of a loop",
      [inside("loop", { until: "output.score > 3", maxPasses: 2 }), transform("read", "input.result.mark")],
      'input.result has no field "mark"; it has score, tags',
    ],
  ])("are known %s", (_, nodes, message) => {
    expect(problemsOf(row(...nodes)).filter(({ severity }) => severity === "error")).toMatchObject([
      {
        code: "TYPE_MISMATCH",
        nodeId: "read",
        path: ["config", "value"],
        message: expect.stringContaining(message),
      },
    ]);
  });

  it("are known of what a body is given, with the place in it", () => {
    const list = agent("list", {
      outputSchema: {
        type: "array",
        items: { type: "object", properties: { text: { type: "string" } }, additionalProperties: false },
      },
    });
    const body = { nodes: [transform("read", "input.words")] };
    const map = { id: "each", type: "map", name: "Each", config: { items: "input", body } };
    expect(problemsOf(row(list, map))).toMatchObject([
      { code: "TYPE_MISMATCH", nodeId: "each", path: ["config", "body", "nodes", 0, "config", "value"] },
    ]);
    const call = { id: "each", type: "call", name: "Each", input: { word: "1" }, config: { body } };
    expect(problemsOf(row(call))).toMatchObject([{ message: expect.stringContaining('no field "words"') }]);
  });

  it("find nothing in what may be right", () => {
    const items = inside("map", { items: "[1]", onItemError: "continue" });
    const reads = transform("read", "input.map(r, has(r.error) ? 0 : r.score)");
    expect(told(row(items, reads))).toEqual([]);
    const carried = inside("loop", {
      until: "output.score > 3",
      maxPasses: 2,
      body: { nodes: [transform("add", { score: "input.score + 1" })] },
    });
    expect(told(row(carried, transform("read", "input.result.score + input.passes")))).toEqual([]);
  });
});

describe("types of what is called", () => {
  const { definition } = (() => {
    const body = { nodes: [transform("read", "input.mark")] };
    const checked = validateDefinition(
      row(
        { id: "ask", type: "call", name: "Ask", config: { pipeline: "other" } },
        transform("wrong", "input.mark"),
        { id: "each", type: "call", name: "Each", input: "nodes.ask.output", config: { body } },
      ),
    );
    if (!checked.ok) throw new Error(checked.problems[0]?.message);
    return checked;
  })();

  it("are only warned of, since it may be published again", () => {
    const other = objectType([["score", numberType]], false);
    expect(checkCalledTypes(definition, new Map([["other", other]]))).toMatchObject([
      { severity: "warning", code: "TYPE_MISMATCH", nodeId: "wrong", path: ["config", "value"] },
      { severity: "warning", nodeId: "each", path: ["config", "body", "nodes", 0, "config", "value"] },
    ]);
    expect(checkCalledTypes(definition, new Map())).toEqual([]);
    const fits = objectType([["mark", numberType]], false);
    expect(checkCalledTypes(definition, new Map([["other", fits]]))).toEqual([]);
  });
});

describe("what is written", () => {
  it("has its types however much of it is still wrong, in bodies too", () => {
    const body = { nodes: [agent("rate", { outputSchema: rated })] };
    const map = { id: "each", type: "map", name: "Each", config: { items: "input", body } };
    const { nodes, edges } = row(map, transform("made", { a: "1" }), { id: "lost" });
    const found = writtenTypes({ nodes, edges });
    expect(found.map(({ id, depth }) => `${depth} ${id}`)).toEqual([
      "0 start",
      "0 each",
      "0 made",
      "0 lost",
      "1 start",
      "1 rate",
    ]);
    const typeOf = (id: string) => found.find((one) => one.id === id)?.output.kind;
    expect(["each", "made", "rate", "lost"].map(typeOf)).toEqual(["list", "object", "object", "any"]);
    expect(writtenTypes(null)).toEqual([]);
  });

  it("is told as a schema, and read again from it", () => {
    const type = schemaType({ ...rated, additionalProperties: false });
    expect(schemaType(typeSchema(type))).toEqual(type);
    expect(schemaType(typeSchema({ kind: "list", of: { kind: "null" } }))).toMatchObject({
      of: { kind: "null" },
    });
  });
});
