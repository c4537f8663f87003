import { describe, expect, it } from "vitest";
import { compilePlan } from "../plan/plan.ts";
import { validateDefinition } from "../validate.ts";

/** As a drawing program writes it: nodes know their place and what comes next, edges say the conditions once more. */
const exported = JSON.parse(`{
  "name": "Support triage",
  "description": "Exported",
  "variables": { "tone": { "default": "friendly", "required": false } },
  "settings": { "timeoutSeconds": 600, "maxRetriesPerNode": 2 },
  "nodes": [
    { "id": "start", "type": "trigger", "name": "Ticket", "position": { "x": 0, "y": 120 }, "next": ["classify"] },
    { "id": "classify", "type": "agent", "name": "Classify", "position": { "x": 220.5, "y": 120 },
      "config": { "model": "sandbox/brief", "task": "Classify {{ input }}" }, "next": ["urgent"] },
    { "id": "urgent", "type": "condition", "name": "Urgent?", "position": { "x": 440, "y": 120 },
      "config": { "condition": "size(input) > 10" }, "next": ["page", "file"] },
    { "id": "page", "type": "action", "name": "Page", "position": { "x": 660, "y": 0 },
      "config": { "action": "log", "message": "{{ input }}" }, "next": [] },
    { "id": "file", "type": "action", "name": "File", "position": { "x": 660, "y": -240 },
      "config": { "action": "noop" } }
  ],
  "edges": [
    { "id": "e1", "from": "start", "to": "classify" },
    { "id": "e3", "from": "urgent", "to": "page", "condition": "true" },
    { "id": "e4", "from": "urgent", "to": "file", "condition": "false" }
  ]
}`);

function changed(change: (definition: typeof exported) => void): unknown {
  const copy = structuredClone(exported);
  change(copy);
  return copy;
}

describe("a definition whose nodes carry position and next", () => {
  it("is taken as it is: next are edges, written edges keep their conditions, places are kept", () => {
    const validation = validateDefinition(exported);
    expect(validation).toMatchObject({ ok: true, warnings: [] });
    if (!validation.ok) return;
    const { definition } = validation;
    expect(definition.edges).toEqual([
      ...exported.edges,
      { id: "classify-urgent", from: "classify", to: "urgent" },
    ]);
    expect(definition.nodes.map(({ position }) => position)).toEqual(
      exported.nodes.map(({ position }: { position: object }) => position),
    );
    const plan = compilePlan(definition, []);
    expect(plan.nodes.map(({ id }) => id)).toEqual(["start", "classify", "urgent", "page", "file"]);
    expect(validateDefinition(definition)).toEqual(validation);
  });

  it("needs no edges at all", () => {
    const validation = validateDefinition(
      changed((definition) => {
        delete definition.edges;
        definition.nodes[2].next = ["page"];
        definition.nodes[3].next = ["file"];
      }),
    );
    expect(validation).toMatchObject({
      ok: true,
      warnings: [{ code: "IMPLIED_TRUE", nodeId: "urgent", path: ["next", 0] }],
    });
  });

  it.each<[string, (definition: typeof exported) => void, object]>([
    [
      "a node that is not there",
      ({ nodes }) => nodes[0].next.push("nowhere"),
      { code: "DANGLING_EDGE", nodeId: "start", path: ["next", 1] },
    ],
    [
      "the node itself",
      ({ nodes }) => nodes[1].next.push("classify"),
      { code: "SELF_LOOP", nodeId: "classify", path: ["next", 1] },
    ],
    [
      "what is not a list",
      ({ nodes }) => Object.assign(nodes[0], { next: "classify" }),
      { code: "BAD_VALUE", nodeId: "start", path: ["next"] },
    ],
    [
      "a place without figures",
      ({ nodes }) => Object.assign(nodes[0], { position: { x: "1", y: 0 } }),
      { code: "BAD_VALUE", nodeId: "start", path: ["position", "x"] },
    ],
  ])("is refused for %s, and its place is named", (_what, change, problem) => {
    expect(validateDefinition(changed(change))).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.objectContaining(problem)]),
    });
  });

  it("finds ids for its edges that are free and short enough", () => {
    const [long, other] = ["a".repeat(60), "b".repeat(60)];
    const node = { type: "transform", name: "N", config: { value: "input" } };
    const validation = validateDefinition({
      name: "Names",
      nodes: [
        { id: "start", type: "trigger", name: "Start", next: [long, "x"] },
        { ...node, id: long, next: [other, other] },
        { ...node, id: other },
        { ...node, id: "x" },
        { ...node, id: "y" },
      ],
      edges: [{ id: "start-x", from: "x", to: "y" }],
    });
    expect(validation.ok && validation.definition.edges.map(({ id }) => id)).toEqual([
      "start-x",
      "next-2",
      "next-3",
      "next-4",
    ]);
  });

  it("cannot ask for more edges than there may be", () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `n${index}`);
    const nodes = ids.map((id) => ({
      id,
      type: "transform",
      name: "N",
      config: { value: "input" },
      next: ids,
    }));
    expect(validateDefinition({ name: "Many", nodes })).toMatchObject({
      ok: false,
      problems: [{ code: "TOO_MANY_EDGES" }],
    });
  });
});
