import { describe, expect, it } from "vitest";
import { flowEdges } from "../flow-elements.ts";
import { foldedEdges, foldedNodes, placesWithFolded } from "./folded-groups.ts";

const group = { id: "group:g", name: "G", nodeIds: ["b", "c"], colour: "plain" } as const;
const folded = new Set(["group:g"]);
const node = (id: string) => ({ id, name: id, type: "agent", position: null });
const edge = (from: string, to: string) => ({ id: `${from}${to}`, from, to, condition: null });
const edges = flowEdges({
  nodes: ["a", "b", "c", "d"].map(node),
  edges: [edge("a", "b"), edge("a", "c"), edge("b", "c"), edge("c", "d"), edge("a", "d")],
});

describe("a folded group", () => {
  it("replaces its nodes, unless one of them is selected", () => {
    expect([...foldedNodes([group], folded, ["a"])]).toEqual([
      ["b", "group:g"],
      ["c", "group:g"],
    ]);
    expect(foldedNodes([group], folded, ["c"]).size).toBe(0);
    expect(foldedNodes([group], new Set(), []).size).toBe(0);
  });

  it("has the edges of its nodes without duplicates and inner edges", () => {
    const ways = foldedEdges(edges, foldedNodes([group], folded, [])).map(({ source, target }) => [
      source,
      target,
    ]);
    expect(ways).toEqual([
      ["a", "group:g"],
      ["group:g", "d"],
      ["a", "d"],
    ]);
    expect(foldedEdges(edges, new Map())).toBe(edges);
  });

  it("is placed at the corner of its frame", () => {
    const places = new Map([
      ["b", { x: 100, y: 100 }],
      ["c", { x: 400, y: 100 }],
    ]);
    expect(placesWithFolded([group], places, foldedNodes([group], folded, [])).get("group:g")).toEqual({
      x: 90,
      y: 72,
    });
    expect(placesWithFolded([group], places, new Map())).toBe(places);
  });
});
