import { describe, expect, it } from "vitest";
import { definitionText } from "./definition-document.ts";
import { outlineDefinition } from "./outline-definition.ts";

const text = `name: Two
nodes:
  - { id: start, type: trigger, name: Start }

  # Writes.
  - id: draft
    type: agent
    config:
      task: |
        Write.

        Well.

edges:
  - { id: e1, from: start, to: draft }
  - from: nowhere
`;

describe("outlineDefinition", () => {
  it("knows the lines of each node and edge, without the blank lines after it", () => {
    expect(outlineDefinition(definitionText(text))).toEqual({
      nodes: [
        { id: "start", within: [], firstLine: 3, lastLine: 3 },
        { id: "draft", within: [], firstLine: 6, lastLine: 12 },
      ],
      edges: [{ id: "e1", within: [], firstLine: 15, lastLine: 15 }],
    });
  });

  it("reads JSON as well, and finds nothing in what is not a definition", () => {
    const json = JSON.stringify({ nodes: [{ id: "a" }] }, null, 2);
    expect(outlineDefinition(definitionText(json)).nodes).toEqual([
      { id: "a", within: [], firstLine: 3, lastLine: 5 },
    ]);
    for (const other of ["", "just text", "nodes: 3", "[1, 2]", "[".repeat(50_000)]) {
      expect(outlineDefinition(definitionText(other))).toEqual({ nodes: [], edges: [] });
    }
  });

  it("knows the nodes in a body, and which one they stand in", () => {
    const nested = `nodes:
  - id: each
    type: map
    config:
      body:
        nodes:
          - { id: say }
          - { id: deep, config: { body: { nodes: [{ id: say }] } } }
`;
    expect(outlineDefinition(definitionText(nested)).nodes).toEqual([
      { id: "each", within: [], firstLine: 2, lastLine: 8 },
      { id: "say", within: ["each"], firstLine: 7, lastLine: 7 },
      { id: "deep", within: ["each"], firstLine: 8, lastLine: 8 },
      { id: "say", within: ["each", "deep"], firstLine: 8, lastLine: 8 },
    ]);
  });
});
