import { describe, expect, it } from "vitest";
import { good, problemsOf, send, trigger, withParts, writer } from "./testing/brief-definition.ts";
import { validateDefinition } from "./validate.ts";

describe("validateDefinition: faults", () => {
  it.each<[string, unknown, object]>([
    [
      "no nodes",
      { name: "x", nodes: [], edges: [] },
      { code: "NO_NODES", message: expect.stringContaining("has no nodes") },
    ],
    [
      "an unknown type, and the types there are",
      withParts([{ id: "send", type: "teleport", name: "Send" }]),
      {
        code: "UNKNOWN_TYPE",
        nodeId: "send",
        path: ["type"],
        message:
          'Node "send": type "teleport" is unknown: choose one of "trigger", "agent", "condition", "action", "parallel", "delay", "transform".',
      },
    ],
    [
      "an unknown field",
      withParts([{ ...send, retries: 3 }]),
      {
        code: "UNKNOWN_FIELD",
        nodeId: "send",
        path: ["retries"],
        message: 'Node "send": retries is not a field there is: check its spelling or remove it.',
      },
    ],
    [
      "a missing field, with its path",
      withParts([{ ...writer, config: { model: "sandbox/brief" } }]),
      {
        code: "BAD_VALUE",
        nodeId: "draft",
        path: ["config", "task"],
        message: 'Node "draft": config.task is missing.',
      },
    ],
    [
      "a value of the wrong kind",
      withParts(
        [{ id: "rest", type: "delay", name: "Rest", config: { seconds: -1 } }],
        [{ id: "e3", from: "send", to: "rest" }],
      ),
      {
        code: "BAD_VALUE",
        nodeId: "rest",
        path: ["config", "seconds"],
        message: expect.stringContaining("config.seconds must be at least 0, but is -1"),
      },
    ],
    [
      "an agent without agent or model",
      withParts([{ ...writer, config: { task: "Write" } }]),
      {
        code: "BAD_VALUE",
        nodeId: "draft",
        message: 'Node "draft": config.agentId: Name an agent with agentId, or give a model here.',
      },
    ],
    [
      "an unknown action",
      withParts([{ ...send, config: { action: "fax" } }]),
      {
        nodeId: "send",
        path: ["config", "action"],
        message:
          'Node "send": config.action "fax" is unknown: choose one of "http.request", "artifact.save", "log", "noop".',
      },
    ],
    [
      "a mapping that is neither",
      withParts([{ ...send, input: 7 }]),
      {
        nodeId: "send",
        path: ["input"],
        message: 'Node "send": input must be text or an object.',
      },
    ],
    [
      "a mapping with a bad expression inside",
      withParts([{ ...send, input: { a: 7 } }]),
      {
        nodeId: "send",
        path: ["input", "a"],
        message: 'Node "send": input.a must be text, but is a number.',
      },
    ],
    [
      "an edge that leads nowhere",
      withParts([], [{ id: "e3", from: "send", to: "gone" }]),
      {
        code: "DANGLING_EDGE",
        edgeId: "e3",
        path: ["to"],
        message: 'Edge "e3" leads to "gone", but there is no such node.',
      },
    ],
    [
      "an edge that comes from nowhere",
      withParts([], [{ id: "e3", from: "gone", to: "send" }]),
      { code: "DANGLING_EDGE", edgeId: "e3", path: ["from"] },
    ],
    [
      "a node id used twice",
      { ...good, nodes: [...good.nodes, send] },
      {
        code: "DUPLICATE_NODE_ID",
        nodeId: "send",
        message: 'More than one node has the id "send": rename all but one.',
      },
    ],
    [
      "an edge id used twice",
      withParts([], [{ id: "e1", from: "start", to: "send" }]),
      { code: "DUPLICATE_EDGE_ID", edgeId: "e1" },
    ],
    [
      "an edge from a node to itself",
      withParts([], [{ id: "e3", from: "send", to: "send" }]),
      { code: "SELF_LOOP", edgeId: "e3", message: 'Edge "e3" leads from "send" to itself.' },
    ],
    [
      "a cycle, its ids in order",
      withParts(
        [
          { ...send, id: "a" },
          { ...send, id: "b" },
          { ...send, id: "c" },
        ],
        [
          { id: "e3", from: "send", to: "a" },
          { id: "e4", from: "a", to: "b" },
          { id: "e5", from: "b", to: "c" },
          { id: "e6", from: "c", to: "a" },
        ],
      ),
      { code: "CYCLE", path: ["a", "b", "c"], message: expect.stringContaining("a -> b -> c -> a") },
    ],
    ["no trigger", { ...good, nodes: [writer, send], edges: good.edges.slice(1) }, { code: "NO_TRIGGER" }],
    [
      "a second trigger",
      withParts([{ ...trigger, id: "again" }], [{ id: "e3", from: "again", to: "send" }]),
      { code: "SEVERAL_TRIGGERS", nodeId: "again" },
    ],
    [
      "an edge into the trigger",
      withParts([{ ...send, id: "early" }], [{ id: "e3", from: "early", to: "start" }]),
      { code: "EDGE_INTO_TRIGGER", edgeId: "e3" },
    ],
    [
      "an expression that does not parse, and where",
      withParts([{ ...send, input: "input +" }]),
      {
        code: "BAD_EXPRESSION",
        nodeId: "send",
        path: ["input"],
        message: expect.stringMatching(/^Node "send": input: .+\(at character \d+\)\.$/),
      },
    ],
    [
      "a template that does not parse",
      withParts([{ ...send, config: { action: "log", message: "Dear {{ input" } }]),
      { code: "BAD_EXPRESSION", nodeId: "send", path: ["config", "message"] },
    ],
    [
      "a reference to a node that does not exist",
      withParts([{ ...send, input: "nodes.darft.output" }]),
      { code: "UNKNOWN_REFERENCE", nodeId: "send", message: 'Node "send": input: there is no node "darft".' },
    ],
    [
      "a reference to a node that does not come before",
      withParts([{ ...writer, input: "nodes.send.output" }]),
      {
        code: "NOT_UPSTREAM",
        nodeId: "draft",
        message: expect.stringContaining('node "send" does not come before "draft"'),
      },
    ],
    [
      "an unknown variable",
      withParts([{ ...send, config: { action: "log", message: "{{ tipoc }}" } }]),
      {
        code: "UNKNOWN_VARIABLE",
        nodeId: "send",
        path: ["config", "message"],
        message:
          'Node "send": config.message: there is no variable "tipoc": add it to variables, or mend the name.',
      },
    ],
    [
      "output outside an output mapping",
      withParts([{ ...send, input: "output" }]),
      { code: "UNKNOWN_REFERENCE", nodeId: "send" },
    ],
    [
      "a condition on an edge of a node that decides nothing",
      withParts([], [{ id: "e3", from: "start", to: "send", condition: "true" }]),
      {
        code: "BAD_EDGE_CONDITION",
        edgeId: "e3",
        message: expect.stringContaining('"start" has only one way out'),
      },
    ],
    [
      "an error edge where errors end the branch",
      withParts([], [{ id: "e3", from: "start", to: "send", condition: "error" }]),
      {
        code: "BAD_EDGE_CONDITION",
        edgeId: "e3",
        message: expect.stringContaining('set that node\'s onError to "branch"'),
      },
    ],
    [
      "a case that the condition does not have",
      withParts(
        [
          {
            id: "which",
            type: "condition",
            name: "Which?",
            config: { cases: [{ label: "long", when: "true" }] },
          },
        ],
        [
          { id: "e3", from: "start", to: "which" },
          { id: "e4", from: "which", to: "send", condition: "short" },
        ],
      ),
      {
        code: "BAD_EDGE_CONDITION",
        edgeId: "e4",
        message: 'Edge "e4" has the condition "short", but the ways out of "which" are "long", "else".',
      },
    ],
    [
      "a NUL character anywhere",
      withParts([{ ...send, name: "Se\0nd" }]),
      {
        code: "BAD_VALUE",
        path: ["nodes", 2, "name"],
        message: "nodes[2].name contains a NUL character: remove it.",
      },
    ],
    [
      "a definition that is no object",
      "nodes",
      { message: "The definition must be an object, but is text." },
    ],
    [
      "a number outside of what is allowed, and what is",
      withParts([{ ...writer, config: { ...writer.config, maxTokens: 5_000_000 } }]),
      {
        nodeId: "draft",
        path: ["config", "maxTokens"],
        message: 'Node "draft": config.maxTokens must be at most 1,000,000, but is 5,000,000.',
      },
    ],
    [
      "a way of failing that there is not, and those there are",
      withParts([{ ...send, onError: "explode" }]),
      { nodeId: "send", message: 'Node "send": onError must be one of "fail", "continue", "branch".' },
    ],
    [
      "an outputSchema that is no schema, and where",
      withParts([{ ...writer, outputSchema: { type: "object", properties: { a: { type: "strnig" } } } }]),
      {
        code: "BAD_SCHEMA",
        nodeId: "draft",
        path: ["outputSchema", "properties", "a", "type"],
        message: expect.stringContaining(
          'Node "draft": outputSchema.properties.a.type must be one of "string"',
        ),
      },
    ],
    [
      "a cycle beside an edge that leads nowhere",
      withParts(
        [{ ...send, id: "a" }],
        [
          { id: "e3", from: "send", to: "a" },
          { id: "e4", from: "a", to: "send" },
          { id: "e5", from: "a", to: "gone" },
        ],
      ),
      { code: "CYCLE", path: ["send", "a"] },
    ],
    [
      "a cycle through an edge that has another fault",
      withParts(
        [{ ...send, id: "a" }],
        [
          { id: "e3", from: "send", to: "a" },
          { id: "e4", from: "a", to: "send", colour: "red" },
        ],
      ),
      { code: "CYCLE" },
    ],
    [
      "a second cycle",
      withParts(
        ["a", "b", "c", "d"].map((id) => ({ ...send, id })),
        [
          { id: "e3", from: "send", to: "a" },
          { id: "e4", from: "a", to: "b" },
          { id: "e5", from: "b", to: "a" },
          { id: "e6", from: "b", to: "c" },
          { id: "e7", from: "c", to: "d" },
          { id: "e8", from: "d", to: "c" },
        ],
      ),
      { code: "CYCLE", path: ["c", "d"] },
    ],
    [
      "a name that is missing where there are no nodes either",
      { nodes: [] },
      { message: "name is missing." },
    ],
    [
      "a reserved word as an id",
      withParts([{ ...send, id: "constructor" }]),
      { code: "BAD_VALUE", path: ["id"] },
    ],
  ])("names %s", (_fault, raw, problem) => {
    const problems = problemsOf(raw);
    expect(validateDefinition(raw).ok).toBe(false);
    expect(problems).toContainEqual(expect.objectContaining({ severity: "error", ...problem }));
  });
});
