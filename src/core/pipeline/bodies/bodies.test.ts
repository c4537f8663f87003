import { describe, expect, it } from "vitest";
import { callsOf } from "../calls/calls.ts";
import type { NodeDefinition } from "../definition.ts";
import { compilePlan } from "../plan/plan.ts";
import { toRehearsal } from "../rehearsal/to-rehearsal.ts";
import { type DefinitionReferences, validateDefinition } from "../validate.ts";
import { bodyDefinition } from "./body-definition.ts";
import { bodiesDeep, everyNode } from "./every-node.ts";

const agent = (config: object = {}) => ({
  id: "say",
  type: "agent",
  name: "Say",
  config: { model: "sandbox/echo", task: "{{ input }}", ...config },
});

function withBody(body: unknown, node: object = {}, top: object = {}) {
  return {
    name: "Bodies",
    variables: { tone: { default: "friendly" } },
    ...top,
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      { id: "each", type: "call", name: "Each", config: { body }, ...node },
    ],
    edges: [{ id: "e1", from: "start", to: "each" }],
  };
}

function sound(raw: unknown) {
  const checked = validateDefinition(raw);
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return checked;
}

function problemsOf(raw: unknown, references: DefinitionReferences = {}) {
  const checked = validateDefinition(raw, references);
  return checked.ok ? checked.warnings : checked.problems;
}

const twoSteps = {
  nodes: [agent(), { id: "end", type: "transform", name: "End", config: { value: "input" } }],
  edges: [{ id: "b1", from: "say", to: "end" }],
};

describe("the body of a node", () => {
  it("is a definition of its own, which begins with what the node hands it", () => {
    const { definition, warnings } = sound(withBody(twoSteps));
    expect(warnings).toEqual([]);
    const each = definition.nodes[1] as NodeDefinition;
    const body = bodyDefinition(definition, each);
    expect(body).toMatchObject({
      name: "Bodies",
      variables: { tone: { default: "friendly" } },
      edges: [
        { from: "start", to: "say" },
        { from: "say", to: "end" },
      ],
    });
    const plan = compilePlan(body ?? definition, []);
    expect(plan.nodes.map(({ id }) => id)).toEqual(["start", "say", "end"]);
    expect(plan.sinks.map(({ id }) => id)).toEqual(["end"]);
    // It can be checked again as it is, as a fork with other settings does.
    expect(problemsOf(body)).toEqual([]);
  });

  it("begins beside a node that has the trigger's name, and at all nodes that nothing leads to", () => {
    const nodes = [
      { ...agent(), id: "start" },
      { ...agent(), id: "also" },
    ];
    const { definition } = sound(withBody({ nodes }));
    const body = bodyDefinition(definition, definition.nodes[1] as NodeDefinition);
    expect(body?.edges.map(({ from, to }) => [from, to])).toEqual([
      ["start_", "start"],
      ["start_", "also"],
    ]);
  });

  it("sees variables and its item, and nothing of the nodes around it", () => {
    const said = { task: "{{ variables.tone }} {{ item.index }} {{ trigger }}" };
    expect(problemsOf(withBody({ nodes: [agent(said)] }))).toEqual([]);
    expect(problemsOf(withBody({ nodes: [agent({ task: "{{ nodes.each.output }}" })] }))).toMatchObject([
      {
        code: "UNKNOWN_REFERENCE",
        nodeId: "each",
        path: ["config", "body", "nodes", 0, "config", "task"],
        message: expect.stringContaining('In the body of node "each": Node "say"'),
      },
    ]);
    const outside = {
      ...withBody(twoSteps),
      nodes: [withBody(twoSteps).nodes[0], agent({ task: "{{ item.index }}" })],
      edges: [],
    };
    expect(problemsOf(outside)[0]).toMatchObject({ code: "UNKNOWN_REFERENCE", nodeId: "say" });
  });

  it("is warned where it names what it begins with by an id that its author has not given", () => {
    const inside = (nodes: readonly object[], edges: readonly object[] = []) =>
      problemsOf(withBody({ nodes, edges }));
    expect(inside([agent({ task: "{{ nodes.start.output }}" })])).toMatchObject([
      {
        code: "UNKNOWN_REFERENCE",
        severity: "warning",
        nodeId: "each",
        path: ["config", "body", "nodes", 0, "config", "task"],
        message: expect.stringContaining("Write trigger for the former"),
      },
    ]);
    // A node of the body itself that is called so is meant.
    const own = { ...agent(), id: "start" };
    const reads = agent({ task: "{{ nodes.start.output }}" });
    expect(inside([own, reads], [{ id: "b1", from: "start", to: "say" }])).toEqual([]);
  });

  it("leaves the name item to those who have used it before", () => {
    const list = {
      id: "list",
      type: "transform",
      name: "List",
      config: { value: "input.all.map(item, item.name)" },
    };
    expect(problemsOf({ ...withBody({ nodes: [list] }) })).toEqual([]);
    const named = withBody(
      { nodes: [agent({ task: "{{ item }}" })] },
      {},
      { variables: { item: { default: 1 } } },
    );
    expect(problemsOf(named)).toEqual([]);
  });

  it.each([
    ["a wrong field", { nodes: [agent({ modle: "x" })] }, "UNKNOWN_FIELD", ["nodes", 0, "config", "modle"]],
    ["an unknown type", { nodes: [{ ...agent(), type: "agnet" }] }, "UNKNOWN_TYPE", ["nodes", 0, "type"]],
    ["no node", { nodes: [] }, "BAD_VALUE", ["nodes"]],
    [
      "an edge to nowhere",
      { ...twoSteps, edges: [{ id: "b1", from: "say", to: "away" }] },
      "DANGLING_EDGE",
      ["edges", 0, "to"],
    ],
    [
      "a next that names nobody",
      { nodes: [{ ...agent(), next: ["away"] }] },
      "DANGLING_EDGE",
      ["nodes", 0, "next", 0],
    ],
    [
      "a trigger",
      { nodes: [agent(), { id: "go", type: "trigger", name: "Go" }] },
      "TRIGGER_IN_BODY",
      ["nodes", 1],
    ],
    ["two of one name", { nodes: [agent(), agent()] }, "DUPLICATE_NODE_ID", ["nodes", 0]],
    [
      "an agent that is not there",
      { nodes: [{ ...agent(), config: { agentId: "gone", task: "x" } }] },
      "UNKNOWN_AGENT",
      ["nodes", 0, "config", "agentId"],
    ],
  ])("says where %s stands", (_, body, code, path) => {
    const found = problemsOf(withBody(body), { agentKeys: new Set() });
    expect(found).toContainEqual(
      expect.objectContaining({ code, nodeId: "each", path: ["config", "body", ...path] }),
    );
  });

  it("names the place of what stands in a body of a body, and of a node without an id", () => {
    const inner = {
      id: "deep",
      type: "call",
      name: "Deep",
      config: { body: { nodes: [agent({ task: "{{ nodes.x.output }}" })] } },
    };
    const path = ["config", "body", "nodes", 0, "config", "body", "nodes", 0, "config", "task"];
    expect(problemsOf(withBody({ nodes: [inner] }))).toMatchObject([
      { code: "UNKNOWN_REFERENCE", nodeId: "each", path },
    ]);
    const nameless = problemsOf(withBody({ nodes: [inner] }, { id: 5 }));
    expect(nameless).toContainEqual(
      expect.objectContaining({ code: "UNKNOWN_REFERENCE", path: ["nodes", 1, ...path] }),
    );
  });

  it("reads next as edges there too, and counts its nodes among all", () => {
    const nodes = [{ ...agent(), next: ["end"] }, twoSteps.nodes[1]];
    const { definition } = sound(withBody({ nodes }));
    expect(bodyDefinition(definition, definition.nodes[1] as NodeDefinition)?.edges).toHaveLength(2);
    const many = Array.from({ length: 999 }, (_, index) => ({ ...agent(), id: `n${index}` }));
    expect(problemsOf(withBody({ nodes: many }))).toMatchObject([{ code: "TOO_MANY_NODES" }]);
  });

  it("stands alone: beside it, a pipeline and what belongs to one have no meaning", () => {
    const config = { body: twoSteps, pipeline: "other", version: 2, variables: { a: "1" } };
    expect(problemsOf(withBody(null, { config })).map(({ path }) => path)).toEqual([
      ["config", "pipeline"],
      ["config", "version"],
      ["config", "variables"],
    ]);
    expect(problemsOf(withBody(null, { config: {} }))).toMatchObject([{ path: ["config", "pipeline"] }]);
  });

  it("warns as in a definition: of secrets, limits and waits, each at its place", () => {
    const request = {
      id: "fetch",
      type: "action",
      name: "Fetch",
      config: {
        action: "http.request",
        url: "https://example.com",
        headers: { authorization: "{{ secrets.TOKEN }}" },
      },
    };
    const found = problemsOf(withBody({ nodes: [request, agent({ temperature: 1 })] }), {
      secretNames: new Set(),
    });
    expect(found).toMatchObject([
      {
        code: "UNKNOWN_SECRET",
        severity: "warning",
        path: ["config", "body", "nodes", 0, "config", "headers", "authorization"],
      },
      { code: "UNUSED_SETTING", path: ["config", "body", "nodes", 1, "config", "temperature"] },
    ]);
  });

  it("is not forgotten by who asks what a definition uses", () => {
    const inner = {
      id: "deep",
      type: "call",
      name: "Deep",
      config: {
        body: { nodes: [{ id: "other", type: "call", name: "Other", config: { pipeline: "other" } }] },
      },
    };
    const { definition } = sound(withBody({ nodes: [agent(), inner] }));
    expect(everyNode(definition).map(({ node, path, within }) => [node.id, path.length, within])).toEqual([
      ["start", 0, []],
      ["each", 0, []],
      ["say", 4, ["Each"]],
      ["deep", 4, ["Each"]],
      ["other", 8, ["Each", "Deep"]],
    ]);
    expect(bodiesDeep(definition)).toBe(2);
    expect(callsOf(definition)).toMatchObject([
      { nodeId: "each", within: ["Each", "Deep"], call: { pipeline: "other" } },
    ]);
  });

  it("is rehearsed with the pipeline around it", () => {
    const request = {
      id: "send",
      type: "action",
      name: "Send",
      config: { action: "http.request", method: "POST", url: "https://example.com" },
    };
    const { definition } = sound(
      withBody({ nodes: [agent({ model: "anthropic/claude-opus-4-8" }), request] }),
    );
    expect(everyNode(toRehearsal(definition, [], {})).map(({ node }) => node)).toMatchObject([
      { type: "trigger" },
      { type: "call" },
      { type: "agent", config: { model: "sandbox/brief" } },
      { type: "transform" },
    ]);
  });
});
