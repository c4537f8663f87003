import { describe, expect, it } from "vitest";
import { edgeNear, middleOf, nodeTowards } from "./neighbours.ts";

const places = new Map([
  ["a", { x: 0, y: 0 }],
  ["b", { x: 256, y: 0 }],
  ["c", { x: 256, y: 84 }],
  ["d", { x: 512, y: 84 }],
]);
const edge = (from: string, to: string) => ({ id: `${from}${to}`, from, to, condition: null });

describe("neighbours in a drawing", () => {
  it.each([
    ["a", { x: 1, y: 0 }, "b"],
    ["b", { x: 0, y: 1 }, "c"],
    ["c", { x: 1, y: 0 }, "d"],
    ["d", { x: -1, y: 0 }, "c"],
    ["a", { x: -1, y: 0 }, null],
    ["gone", { x: 1, y: 0 }, null],
  ])("from %s towards %o lies %s", (from, way, id) => expect(nodeTowards(places, from, way)).toBe(id));

  it("finds the nearest edge to a point", () => {
    const edges = [edge("a", "b"), edge("b", "d"), edge("a", "gone")];
    expect(edgeNear(edges, places, { x: 232, y: 36 }, 24)?.id).toBe("ab");
    expect(edgeNear(edges, places, { x: 232, y: 90 }, 24)).toBeNull();
    expect(middleOf(edge("a", "b"), places)).toEqual({ x: 232, y: 30 });
    expect(middleOf(edge("a", "gone"), places)).toBeNull();
  });
});
