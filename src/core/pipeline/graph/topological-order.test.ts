import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ancestorTest } from "./ancestry.ts";
import { topologicalOrder } from "./topological-order.ts";

const ids = Array.from({ length: 40 }, (_, index) => `n${index}`);
const anyEdges = fc.array(
  fc.tuple(fc.nat(39), fc.nat(39)).map(([from, to]) => ({ from: `n${from}`, to: `n${to}` })),
  { maxLength: 60 },
);
const forwardEdges = anyEdges.map((edges) =>
  edges.filter((edge) => Number(edge.from.slice(1)) < Number(edge.to.slice(1))),
);

function reaches(edges: readonly { from: string; to: string }[], from: string, to: string): boolean {
  const reached = new Set([from]);
  for (const id of reached) for (const edge of edges) if (edge.from === id) reached.add(edge.to);
  reached.delete(from);
  return reached.has(to);
}

describe("topologicalOrder", () => {
  it("orders every acyclic graph so that all edges lead forward", () => {
    fc.assert(
      fc.property(forwardEdges, fc.shuffledSubarray(ids, { minLength: 40 }), (edges, shuffled) => {
        const sorted = topologicalOrder(shuffled, edges);
        const order = sorted.ok ? sorted.order : [];
        expect([...order].sort()).toEqual([...ids].sort());
        for (const edge of edges) expect(order.indexOf(edge.from)).toBeLessThan(order.indexOf(edge.to));
      }),
    );
  });

  it("keeps the order of the definition where edges say nothing", () => {
    expect(topologicalOrder(["c", "a", "b"], [])).toEqual({ ok: true, order: ["c", "a", "b"] });
  });

  it("names a real cycle in its own order, or finds that there is none", () => {
    fc.assert(
      fc.property(anyEdges, (edges) => {
        const sorted = topologicalOrder(ids, edges);
        if (sorted.ok) return;
        const { cycle } = sorted;
        expect(new Set(cycle).size).toBe(cycle.length);
        cycle.forEach((id, index) => {
          const next = cycle[(index + 1) % cycle.length];
          expect(edges).toContainEqual({ from: id, to: next });
        });
      }),
    );
  });
});

describe("ancestorTest", () => {
  it("knows exactly what lies before what", () => {
    fc.assert(
      fc.property(forwardEdges, fc.nat(39), fc.nat(39), (edges, one, other) => {
        const isAncestor = ancestorTest(ids, edges);
        expect(isAncestor(`n${one}`, `n${other}`)).toBe(reaches(edges, `n${one}`, `n${other}`));
      }),
    );
  });
});
