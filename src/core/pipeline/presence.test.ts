import { describe, expect, it } from "vitest";
import { cpuTimeMs } from "#core/testing/cpu-time.ts";
import { makePlan, transform } from "../run/testing/make-plan.ts";
import { topologicalOrder } from "./graph/topological-order.ts";
import { absenceTest } from "./presence.ts";

type Nodes = Parameters<typeof makePlan>[0];

const gate = { type: "condition", config: { condition: "input.flag" } };
const plain = transform("1");
const risky = { ...plain, onError: "branch" };

function mayBeAbsent(nodes: Nodes, edges: readonly string[]) {
  const { definition } = makePlan(nodes, edges);
  const sorted = topologicalOrder(
    definition.nodes.map(({ id }) => id),
    definition.edges,
  );
  if (!sorted.ok) throw new Error("expected no cycle");
  return absenceTest(
    sorted.order,
    definition.edges,
    new Map(definition.nodes.map((node) => [node.id, node])),
  );
}

describe("absenceTest", () => {
  it("knows a branch that may not be taken", () => {
    const absent = mayBeAbsent({ gate, a: plain, b: plain, join: plain, after: plain }, [
      "start > gate",
      "gate > a : true",
      "gate > b : false",
      "a > join",
      "b > join",
      "join > after",
    ]);
    expect(absent("a", "join")).toBe(true);
    expect(absent("b", "after")).toBe(true);
    expect(absent("gate", "after")).toBe(false);
    expect(absent("start", "join")).toBe(false);
  });

  it("takes an edge without a label for the way of true", () => {
    const absent = mayBeAbsent({ gate, a: plain, join: plain }, [
      "start > gate",
      "gate > a",
      "start > join",
      "a > join",
    ]);
    expect(absent("a", "join")).toBe(true);
  });

  it("says nothing of branches that all run, and of what lies behind the same decision", () => {
    const fan = mayBeAbsent({ a: plain, b: plain, join: plain }, [
      "start > a",
      "start > b",
      "a > join",
      "b > join",
    ]);
    expect(fan("a", "join")).toBe(false);
    const row = mayBeAbsent({ gate, a: plain, b: plain, c: plain }, [
      "start > gate",
      "gate > a : true",
      "a > b",
      "b > c",
      "a > c",
    ]);
    expect(row("a", "c")).toBe(false);
  });

  it("knows that both ways of a decision together are always", () => {
    const absent = mayBeAbsent({ gate, a: plain, b: plain, join: plain, other: plain, end: plain }, [
      "start > gate",
      "gate > a : true",
      "gate > b : false",
      "a > join",
      "b > join",
      "start > other",
      "other > end",
      "join > end",
    ]);
    expect(absent("join", "end")).toBe(false);
    expect(absent("a", "end")).toBe(true);
  });

  it("counts a failure that goes its own way as a decision", () => {
    const absent = mayBeAbsent({ risky, well: plain, rescue: plain, end: plain }, [
      "start > risky",
      "risky > well",
      "risky > rescue : error",
      "well > end",
      "rescue > end",
    ]);
    expect(absent("well", "end")).toBe(true);
    expect(absent("risky", "end")).toBe(false);
  });

  it("says nothing where there are too many ways to follow", () => {
    const gates = Array.from({ length: 30 }, (_, index) => `g${index}`);
    const nodes = Object.fromEntries(
      gates.flatMap((id) => [
        [id, gate],
        [`${id}a`, plain],
      ]),
    );
    const edges = gates.flatMap((id) => [`start > ${id}`, `${id} > ${id}a : true`]);
    const absent = mayBeAbsent({ ...nodes, join: plain }, [...edges, ...gates.map((id) => `${id}a > join`)]);
    expect(absent("g0a", "join")).toBe(false);
  });

  it("takes little time for a thousand conditions in a row, or beside each other", () => {
    const ids = Array.from({ length: 900 }, (_, index) => `g${index}`);
    const row = ["start > g0", ...ids.slice(1).map((id, index) => `g${index} > ${id} : true`)];
    const ladder = ids
      .slice(2)
      .flatMap((id, index) => [`g${index} > ${id} : true`, `g${index + 1} > ${id} : false`]);
    for (const edges of [row, ["start > g0", "start > g1", ...ladder]]) {
      const { definition } = makePlan(Object.fromEntries(ids.map((id) => [id, gate])), edges);
      const startedMs = cpuTimeMs();
      const absent = absenceTest(
        ["start", ...ids],
        definition.edges,
        new Map(definition.nodes.map((node) => [node.id, node])),
      );
      for (const id of ids) absent("g5", id);
      // What is not bounded takes minutes.
      expect(cpuTimeMs() - startedMs).toBeLessThan(2_000);
    }
  });
});
