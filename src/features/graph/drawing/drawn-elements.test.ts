import { describe, expect, it } from "vitest";
import { flowEdges, flowNodes } from "../flow-elements.ts";
import { layoutGraph } from "../layout-graph.ts";
import type { NodePlaces } from "../node-place.ts";
import { DrawnNodes } from "./drawn-elements.ts";

const ids = Array.from({ length: 50 }, (_, index) => `n${index}`);
const shape = {
  nodes: ids.map((id) => ({ id, name: id, type: "agent", position: null })),
  edges: ids.slice(1).map((id, index) => ({ id: `e${index}`, from: `n${index}`, to: id, condition: null })),
};
const layout = layoutGraph(shape, "LR");
const drawing = {
  shape,
  nodes: flowNodes(shape, layout),
  edges: flowEdges(shape),
  places: layout.places,
  direction: layout.direction,
};
const nothing: NodePlaces = new Map();

/** How many nodes are new objects, each of which is rendered again. */
function countNew(before: readonly object[], after: readonly object[]): number {
  return after.filter((node, index) => node !== before[index]).length;
}

describe("nodes that are rendered again", () => {
  it("are none if nothing changes", () => {
    const drawn = new DrawnNodes();
    const before = drawn.make(drawing, ["n3"], nothing, false);
    expect(countNew(before, drawn.make(drawing, ["n3"], nothing, false))).toBe(0);
  });

  it("are two when another node is selected", () => {
    const drawn = new DrawnNodes();
    const before = drawn.make(drawing, ["n3"], nothing, false);
    const after = drawn.make(drawing, ["n4"], nothing, false);
    expect(countNew(before, after)).toBe(2);
    expect(after.filter(({ data }) => data.isTabStop === true).map(({ id }) => id)).toEqual(["n4"]);
  });

  it("are the dragged ones, at each step", () => {
    const drawn = new DrawnNodes();
    let before = drawn.make(drawing, [], nothing, false);
    for (let x = 8; x <= 80; x += 8) {
      const after = drawn.make(drawing, [], new Map([["n7", { x, y: 0 }]]), false);
      expect(countNew(before, after)).toBe(1);
      before = after;
    }
  });

  it("are all when they become boxes or get text again, since their handles change", () => {
    const drawn = new DrawnNodes();
    const before = drawn.make(drawing, [], nothing, false);
    expect(countNew(before, drawn.make(drawing, [], nothing, true))).toBe(ids.length);
  });
});
