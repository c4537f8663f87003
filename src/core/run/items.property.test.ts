import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { Happening } from "./happening.ts";
import { isWorkedThrough, policyInForce, roomForItems } from "./items.ts";
import type { ItemsAdjustment } from "./passes/attempt-count.ts";
import { makePlan } from "./testing/make-plan.ts";
import { SimulatedRun } from "./testing/simulated-run.ts";

const list = fc.record({
  /** Whether each item completes. */
  items: fc.array(fc.boolean(), { maxLength: 40 }),
  concurrency: fc.integer({ min: 1, max: 7 }),
  policy: fc.constantFrom<JsonObject>(
    { onItemError: "fail" },
    { onItemError: "continue" },
    { onItemError: "tolerate", toleratedItems: 3 },
    { onItemError: "tolerate", toleratedShare: 0.2 },
  ),
});
type Change = { readonly at: number; readonly change: ItemsAdjustment };
type List = typeof list extends fc.Arbitrary<infer Value> ? Value : never;
const schedule = fc.array(fc.nat(1_000), { minLength: 20, maxLength: 80 });

/** A node that works through a list, with words about its items that come in any order, twice, or never. */
class PlayedList {
  readonly run: SimulatedRun;
  readonly started: number[] = [];
  readonly ended: number[] = [];
  most = 0;
  readonly #list: List;

  constructor(any: List) {
    const config = { items: "[]", pipeline: "other", concurrency: any.concurrency, ...any.policy };
    const plan = makePlan({ each: { type: "map", config } }, ["start > each"]);
    this.#list = any;
    this.run = new SimulatedRun(plan, {}, null);
    this.run.start();
    this.run.deliver({ kind: "attempt.started", nodeId: "each", attempt: 1 });
    this.tell({ kind: "items.opened", nodeId: "each", attempt: 1, total: any.items.length });
  }

  /** Everything is told, and some of it again. */
  tell(happening: Happening, isTwice = true): void {
    this.run.deliver(happening);
    if (isTwice) expect(this.run.deliver(happening)).toBe(false);
  }

  play(order: readonly number[], stopAt: number | null = null, changed: readonly Change[] = []): this {
    for (let step = 0; this.run.end === null; step += 1) {
      if (step > 1_000) throw new Error("it does not end");
      for (const { at, change } of changed) if (at === step) this.#adjust(change);
      if (step === stopAt) this.run.deliver({ kind: "cancel.requested", reason: "enough" });
      this.#step(order[step % order.length] ?? 0);
    }
    return this;
  }

  /** It stops nothing, says the same twice only once, and lets the node be looked at. */
  #adjust(change: ItemsAdjustment): void {
    const running = this.run.state.items.each?.running;
    const isTaken = this.run.deliver({ kind: "items.adjusted", nodeId: "each", ...change });
    if (this.run.state.closing === null) {
      expect(this.run.deliver({ kind: "items.adjusted", nodeId: "each", ...change })).toBe(false);
    } else expect(isTaken).toBe(false);
    expect(this.run.state.items.each?.running).toEqual(running);
  }

  #step(choice: number): void {
    const { state, plan } = this.run;
    const items = state.items.each;
    const node = plan.nodeById.get("each");
    const policy = node === undefined ? null : policyInForce(node, state);
    if (items === undefined || policy === null) throw new Error("the node is not at its items");
    this.most = Math.max(this.most, items.running.length);
    const mayStart = state.closing === null && roomForItems(items, policy) > 0;
    const index = items.running[choice % Math.max(1, items.running.length)];
    if (mayStart && (choice % 2 === 0 || index === undefined)) this.#start(items.next);
    else if (index !== undefined) this.#end(index);
    else this.#finish(policy.tolerates(items.total) < items.failed);
    const left = this.run.state.items.each;
    if (left !== undefined) expect(isWorkedThrough(left, policy) && left.running.length > 0).toBe(false);
  }

  #start(index: number): void {
    this.started.push(index);
    const node = this.run.plan.nodeById.get("each");
    const most = node === undefined ? null : policyInForce(node, this.run.state)?.concurrency;
    expect((this.run.state.items.each?.running.length ?? 0) + 1).toBeLessThanOrEqual(most ?? 0);
    this.tell({ kind: "item.started", nodeId: "each", attempt: 1, index });
  }

  #end(index: number): void {
    this.ended.push(index);
    const own = this.#list.items[index] === true ? "completed" : "failed";
    const status = this.run.state.closing === null ? own : "cancelled";
    this.tell({ kind: "item.ended", nodeId: "each", attempt: 1, index, status });
  }

  #finish(isFailed: boolean): void {
    const index = this.#list.items.indexOf(false);
    const failed = { index, runId: "one" as RunId, status: "failed", error: null } as const;
    const outcome = {
      ok: true,
      output: [...this.ended].toSorted(byNumber),
      firstFailed: isFailed ? failed : null,
    } as const;
    this.tell({ kind: "items.ended", nodeId: "each", attempt: 1, outcome, jitter: 0 }, false);
  }
}

const byNumber = (left: number, right: number) => left - right;
const runs = { numRuns: 300 };

/** Changes of a map while it runs: before which step, and what. */
const changes = fc.array(
  fc.record({
    at: fc.nat(40),
    change: fc.oneof(
      fc.record({ concurrency: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ tolerated: fc.nat(40) }),
    ),
  }),
  { maxLength: 6 },
);

describe("working through a list", () => {
  it("starts each item in its turn and counts its end once, with no more in flight than it says", () => {
    fc.assert(
      fc.property(list, schedule, fc.option(fc.nat(60)), (any, order, stopAt) => {
        const played = new PlayedList(any).play(order, stopAt);
        expect(played.started).toEqual(played.started.map((_, index) => index));
        expect(played.ended.toSorted(byNumber)).toEqual(played.started);
        expect(played.most).toBeLessThanOrEqual(any.concurrency);
        expect(played.run.state.items).toEqual({});
      }),
      runs,
    );
  });

  it("ends as its items and what it tolerates say, whatever order they end in", () => {
    fc.assert(
      fc.property(list, schedule, schedule, (any, one, other) => {
        const bad = any.items.filter((completes) => !completes).length;
        const { onItemError, toleratedItems = 0, toleratedShare = 0 } = any.policy;
        const share = Math.floor(Number(toleratedShare) * any.items.length);
        const most = onItemError === "continue" ? any.items.length : Math.max(Number(toleratedItems), share);
        const expected = bad > most ? "failed" : "completed";
        for (const order of [one, other]) {
          const { run, started } = new PlayedList(any).play(order);
          expect(run.end?.status).toBe(expected);
          if (expected === "completed") expect(started).toHaveLength(any.items.length);
        }
      }),
      runs,
    );
  });

  it("goes by what was changed last, and still counts each item once", () => {
    fc.assert(
      fc.property(list, schedule, fc.option(fc.nat(60)), changes, (any, order, stopAt, changed) => {
        const played = new PlayedList(any).play(order, stopAt, changed);
        expect(played.started).toEqual(played.started.map((_, index) => index));
        expect(played.ended.toSorted(byNumber)).toEqual(played.started);
        expect(played.run.state.items).toEqual({});
        const bad = played.ended.filter((index) => any.items[index] !== true).length;
        if (played.run.end?.status === "completed") expect(played.started).toHaveLength(any.items.length);
        if (stopAt === null && bad === 0) expect(played.run.end?.status).toBe("completed");
      }),
      runs,
    );
  });
});
