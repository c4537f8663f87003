import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chainDefinition, SimulatedTree, treeOf } from "./testing/simulated-tree.ts";

const schedule = fc.array(fc.nat(1_000), { minLength: 40, maxLength: 120 });
/** How the pipelines of a tree are made, from its root down, and how what they do ends. */
const shape = fc.record({
  /** For each depth: how many calls a pipeline has, side by side or one behind the other. */
  levels: fc.array(
    fc.record({
      calls: fc.integer({ min: 1, max: 2 }),
      isChain: fc.boolean(),
      maxPasses: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    }),
    { maxLength: 3 },
  ),
  /** Of each effect at the bottom, in the order of its run: whether it fails. */
  failures: fc.array(fc.boolean(), { maxLength: 12 }),
  maxRetries: fc.integer({ min: 0, max: 2 }),
  onError: fc.constantFrom("fail", "continue"),
});

const runs = { numRuns: 300 };

describe("a tree of runs", () => {
  it("ends, and the same, in any order of what ends, is told twice, or is told to nobody", () => {
    fc.assert(
      fc.property(shape, schedule, schedule, (any, one, other) => {
        const play = (order: readonly number[]) => new SimulatedTree(treeOf(any)).play(order).summary();
        expect(play(one)).toEqual(play(other));
      }),
      runs,
    );
  });

  it("counts each run of a node once, and no parent ends before its children", () => {
    fc.assert(
      fc.property(shape, schedule, (any, order) => {
        const tree = new SimulatedTree(treeOf(any)).play(order);
        for (const { run, children } of tree.members()) {
          const begun = run.effects.filter(({ kind }) => kind === "pass.begins").length;
          const started = run.events.flatMap((event) =>
            event.type === "node.started" ? [event.nodeId] : [],
          );
          const ended = run.events.flatMap((event) =>
            event.type === "child.ended" ? [event.childRunId] : [],
          );
          expect(ended.toSorted()).toEqual(children.map(({ id }) => id).toSorted());
          const tries = started.filter((id) => id.startsWith("call") || id.startsWith("loop"));
          expect(tries.length + begun).toBe(children.length);
          expect(new Set(children.map(({ id }) => id)).size).toBe(children.length);
        }
        expect(tree.orphans).toEqual([]);
      }),
      runs,
    );
  });

  it("makes each pass of a node once to its end, in their order, and no more than it may", () => {
    fc.assert(
      fc.property(shape, schedule, (any, order) => {
        const tree = new SimulatedTree(treeOf(any)).play(order);
        for (const member of tree.members()) checkPasses(member);
      }),
      runs,
    );
  });

  it("ends as a whole when its root is stopped at any moment, though words are lost", () => {
    fc.assert(
      fc.property(shape, schedule, fc.nat(30), fc.boolean(), (any, order, at, isCancel) => {
        const tree = new SimulatedTree(treeOf(any));
        tree.play(order, (index) => {
          if (index === at) tree.stop(isCancel);
        });
        expect(tree.orphans).toEqual([]);
        for (const { run } of tree.members()) expect(run.end).not.toBeNull();
      }),
      runs,
    );
  });

  it("waits exactly when all of it waits", () => {
    const tree = new SimulatedTree({
      definition: chainDefinition(["call", "call"]),
      below: [waiting(), waiting()],
    });
    tree.settleDown();
    expect(tree.root.run.state.status).toBe("waiting");
    const [first] = tree.root.children;
    if (first === undefined) throw new Error("it has started nothing");
    first.run.step("pause");
    tree.settleDown();
    expect(tree.root.run.state.status).toBe("waiting");
    tree.play([1]);
    expect(tree.root.run.end?.status).toBe("completed");
  });
});

function waiting() {
  return { definition: chainDefinition(["pause"]), below: [] };
}

function checkPasses({ run, children }: ReturnType<SimulatedTree["members"]>[number]): void {
  for (const { id, definition } of run.plan.nodes) {
    const isDone = (child: (typeof children)[number]) =>
      child.parent?.nodeId === id && child.run.end?.status === "completed";
    const done = children.filter(isDone);
    if (definition.type !== "loop") continue;
    expect(done.map(({ parent }) => parent?.pass)).toEqual(done.map((_, index) => index + 1));
    expect(done.length).toBeLessThanOrEqual(definition.config.maxPasses);
    if (run.state.phases[id] === "completed")
      expect(run.outputs.get(id)).toMatchObject({ passes: done.length });
  }
}
