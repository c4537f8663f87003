import { describe, expect, it } from "vitest";
import type { GraphShape } from "../graph-shape.ts";
import { draggedPlaces, frameOf, movedWith, placesFrom, placesWithNotes } from "./marks-geometry.ts";
import { nodeTowards } from "./neighbours.ts";

const group = { id: "group:g", name: "G", nodeIds: ["a", "b", "gone"], colour: "plain" } as const;
const note = {
  id: "note:n",
  text: "Mind",
  position: { x: 5, y: 5 },
  size: { width: 208, height: 96 },
  colour: "plain",
} as const;
const shape: GraphShape = { nodes: [], edges: [], notes: [note], groups: [group] };
const places = new Map([
  ["a", { x: 0, y: 0 }],
  ["b", { x: 300, y: 100 }],
  ["c", { x: 600, y: 0 }],
]);

describe("a group in a drawing", () => {
  it("has a frame around its visible nodes", () => {
    expect(frameOf(group, places)).toEqual({ x: -10, y: -28, width: 528, height: 194 });
    expect(frameOf({ ...group, nodeIds: ["gone"] }, places)).toBeNull();
  });

  it("takes its nodes along, except nodes that are dragged themselves", () => {
    const dragged = new Map([
      ["group:g", { x: 0, y: -28 }],
      ["b", { x: 1, y: 1 }],
    ]);
    expect(draggedPlaces(shape, places, dragged)).toEqual(
      new Map([
        ["b", { x: 1, y: 1 }],
        ["a", { x: 10, y: 0 }],
      ]),
    );
    expect(movedWith(shape, ["group:g", "c", "note:n"])).toEqual(["a", "b", "gone", "c", "note:n"]);
  });

  it("knows the places of notes", () => {
    expect(placesWithNotes(shape, places).get("note:n")).toEqual({ x: 5, y: 5 });
  });

  it("is left by arrow keys past its own nodes, and a note from its place", () => {
    const right = { x: 1, y: 0 };
    expect(nodeTowards(placesFrom(shape, places, "group:g"), "group:g", right)).toBe("c");
    expect(nodeTowards(placesFrom(shape, places, "note:n"), "note:n", right)).toBe("b");
    expect(placesFrom(shape, places, "a")).toBe(places);
  });
});
