import { describe, expect, it } from "vitest";
import { type FrameBox, frameOf } from "./drawing/marks-geometry.ts";
import { chooseLayout, layoutBothWays, layoutGraph } from "./layout-graph.ts";
import { type NodePlace, nodeSize } from "./node-place.ts";

const node = (id: string) => ({ id, name: id, type: "agent", position: null });
const placed = (id: string, x: number, y: number) => ({ ...node(id), position: { x, y } });
const edge = (from: string, to: string) => ({ id: `${from}-${to}`, from, to, condition: null });
const diamond = {
  nodes: ["start", "left", "right", "end"].map(node),
  edges: [edge("start", "left"), edge("start", "right"), edge("left", "end"), edge("right", "end")],
};

const at = (places: ReadonlyMap<string, NodePlace>, id: string) =>
  places.get(id) ?? { x: Number.NaN, y: Number.NaN };

/** The gap between two frames along one axis; negative if they overlap. */
function gapOf(one: FrameBox, other: FrameBox, side: "x" | "y"): number {
  const length = side === "x" ? "width" : "height";
  return Math.max(one[side], other[side]) - Math.min(one[side] + one[length], other[side] + other[length]);
}

describe("layoutGraph", () => {
  it("places successors to the right and parallel nodes above each other", () => {
    const { places } = layoutGraph(diamond, "LR");
    const place = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN };
    expect(place("left").x).toBeGreaterThan(place("start").x + nodeSize.width);
    expect(place("end").x).toBeGreaterThan(place("left").x + nodeSize.width);
    expect(place("left").x).toBe(place("right").x);
    expect(Math.abs(place("left").y - place("right").y)).toBeGreaterThan(nodeSize.height);
  });

  it("draws parallel nodes in the order of the definition, in either direction", () => {
    const names = ["one", "two", "three", "four", "five"];
    const edges = names.flatMap((name) => [edge("start", name), edge(name, "end")]).toReversed();
    const shape = { nodes: ["start", ...names, "end"].map(node), edges };
    const across = layoutGraph(shape, "LR").places;
    const down = layoutGraph(shape, "TB").places;
    expect(names.toSorted((left, right) => at(across, left).y - at(across, right).y)).toEqual(names);
    expect(names.toSorted((left, right) => at(down, left).x - at(down, right).x)).toEqual(names);
  });

  it("prefers the order of the definition, but not at the cost of crossings", () => {
    const shape = {
      nodes: ["start", "a", "b", "of b", "of a"].map(node),
      edges: [edge("start", "a"), edge("start", "b"), edge("a", "of a"), edge("b", "of b")],
    };
    const { places } = layoutGraph(shape, "LR");
    expect(at(places, "a").y < at(places, "b").y).toBe(at(places, "of a").y < at(places, "of b").y);
  });

  it("draws incomplete definitions: dangling edges, loops, duplicate nodes, nothing at all", () => {
    const halfWritten = {
      nodes: ["a", "a", "b"].map(node),
      edges: [edge("a", "gone"), edge("b", "b"), edge("a", "b"), edge("b", "a")],
    };
    const { places } = layoutGraph(halfWritten, "LR");
    expect([...places.keys()]).toEqual(["a", "b"]);
    expect([...places.values()].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    expect(layoutGraph({ nodes: [], edges: [] }, "TB").places.size).toBe(0);
  });

  it.each(["LR", "TB"] as const)("keeps the frames of adjacent groups apart, %s", (direction) => {
    const rows = ["a", "b", "c"].map((row) => [1, 2].map((step) => `${row}${step}`));
    const shape = {
      nodes: ["start", ...rows.flat()].map(node),
      edges: rows.flatMap(([first = "", second = ""]) => [edge("start", first), edge(first, second)]),
      groups: rows.map((nodeIds, index) => ({
        id: `group:${index}`,
        name: "Row",
        nodeIds,
        colour: "plain" as const,
      })),
    };
    const { places } = layoutGraph(shape, direction);
    const frames = shape.groups.flatMap((group) => frameOf(group, places) ?? []);
    expect(frames).toHaveLength(3);
    const gaps = frames.flatMap((one, index) =>
      frames.slice(index + 1).map((other) => Math.max(gapOf(one, other, "x"), gapOf(one, other, "y"))),
    );
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(16);
  });

  it("chooses the direction with more space", () => {
    const both = layoutBothWays(diamond);
    expect(chooseLayout(both, { width: 900, height: 200 }).direction).toBe("LR");
    expect(chooseLayout(both, { width: 390, height: 600 }).direction).toBe("TB");
    expect(chooseLayout(both, { width: 4_000, height: 4_000 }).direction).toBe("LR");
    // As before if little is gained.
    expect(chooseLayout(both, { width: 4_000, height: 4_000 }, "TB").direction).toBe("TB");
  });

  it("uses the author's places, and puts a node without one after its predecessor", () => {
    const edges = [edge("a", "b"), edge("a", "c")];
    const [first, second] = [placed("a", 100, -240), placed("b", 356, -230)];
    const { across, down } = layoutBothWays({ nodes: [first, second, node("c")], edges });
    expect([...across.places]).toEqual([
      ["a", { x: 100, y: -240 }],
      ["b", { x: 356, y: -230 }],
      ["c", { x: 356, y: -230 + nodeSize.height + 24 }],
    ]);
    expect(across).toMatchObject({ direction: "LR", width: 256 + nodeSize.width });
    expect(down).toEqual(across);
  });

  it("detects the author's direction, and computes places if most are missing", () => {
    const below = { nodes: [placed("a", 0, 0), placed("b", 10, 200)], edges: [edge("a", "b")] };
    expect(chooseLayout(layoutBothWays(below), { width: 900, height: 200 }).direction).toBe("TB");
    const nodes = [node("a"), node("b"), placed("c", 1, 1)];
    expect(layoutBothWays({ nodes, edges: [] })).toEqual(
      layoutBothWays({ nodes: nodes.map(({ id }) => node(id)), edges: [] }),
    );
  });
});
