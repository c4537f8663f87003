import { describe, expect, it } from "vitest";
import { good, problemsOf, send, trigger, withParts, writer } from "./testing/brief-definition.ts";
import { validateDefinition } from "./validate.ts";

describe("validateDefinition: faults of the graph", () => {
  it.each<[string, unknown, object]>([
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
  ])("names %s", (_fault, raw, problem) => {
    const problems = problemsOf(raw);
    expect(validateDefinition(raw).ok).toBe(false);
    expect(problems).toContainEqual(expect.objectContaining({ severity: "error", ...problem }));
  });
});
