import { expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { drawnDifference } from "./drawn-difference.ts";

const node = (id: string, more: object = {}) => ({ id, type: "agent", name: id, ...more });
const edge = (id: string, from: string, to: string) => ({ id, from, to });
const of = (nodes: object[], edges: object[]) => ({ nodes, edges }) as unknown as Json;

it("draws both, and marks what only one has and what differs", () => {
  const before = of(
    [node("a"), node("b"), node("gone"), node("moved")],
    [edge("1", "a", "b"), edge("2", "b", "gone")],
  );
  const after = of(
    [node("a"), node("b", { name: "B" }), node("new"), node("moved", { position: { x: 1, y: 2 } })],
    [edge("other id", "a", "b"), edge("3", "b", "new")],
  );
  const { drawable, nodes, edges } = drawnDifference(before, after);
  expect(drawable.shape.nodes.map(({ id }) => id)).toEqual(["a", "b", "new", "moved", "gone"]);
  expect([...nodes]).toEqual([
    ["gone", "removed"],
    ["b", "changed"],
    ["new", "added"],
  ]);
  expect([...edges]).toEqual([
    ["removed: 2", "removed"],
    ["3", "added"],
  ]);
});

it("finds no difference between equal definitions, however edges are written", () => {
  const written = of([node("a"), node("b")], [edge("1", "a", "b")]);
  const named = of([node("a", { next: ["b"] }), node("b")], []);
  const { nodes, edges } = drawnDifference(written, named);
  expect([nodes.size, edges.size]).toEqual([0, 0]);
});
