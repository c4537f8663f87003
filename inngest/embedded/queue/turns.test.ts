import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { workspaceFlag } from "#core/dispatch/job-spec.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import { readRing } from "./read-ring.ts";
import { Turns } from "./turns.ts";

/** A queue that hands out the oldest job that is not left out, as the real one does. */
class Line {
  readonly turns = new Turns();
  readonly waiting: string[] = [];
  searches = 0;

  add(...workspaces: string[]): void {
    this.waiting.push(...workspaces);
    for (const workspace of new Set(workspaces)) this.turns.rang(workspace);
  }

  /** Whose job is handed out next; null when there is none. */
  next(): string | null {
    for (;;) {
      const resting = this.turns.restingFlags();
      this.searches += 1;
      const index = this.waiting.findIndex((workspace) => !resting.includes(workspaceFlag(workspace)));
      const [found] = index === -1 ? [] : this.waiting.splice(index, 1);
      if (found !== undefined) {
        this.turns.took(found);
        return found;
      }
      if (!this.turns.foundNothing()) return null;
    }
  }
}

/** Counts how many jobs others were given while a workspace waited for its next. */
class Watch {
  readonly #passedBy = new Map<string, Map<string, number>>();
  most = 0;

  look(waiting: readonly string[], taken: string | null): void {
    if (taken === null) return;
    // With its last job it waits no longer: what it was passed by before does not count when it comes again.
    this.#passedBy.delete(taken);
    for (const workspace of new Set(waiting)) {
      if (workspace === taken) continue;
      const counts = this.#passedBy.get(workspace) ?? new Map<string, number>();
      this.#passedBy.set(workspace, counts);
      counts.set(taken, (counts.get(taken) ?? 0) + 1);
      this.most = Math.max(this.most, ...counts.values());
    }
  }
}

const many = (workspace: string, count: number) => Array.from({ length: count }, () => workspace);

describe("turns", () => {
  it("let one that has come last go before the thousand of another", () => {
    const line = new Line();
    line.add(...many("crowd", 1_000));
    for (let count = 0; count < 100; count += 1) line.next();
    line.add("guest");
    const order = [line.next(), line.next(), line.next()];
    expect(order.indexOf("guest")).toBeLessThanOrEqual(1);
  });

  it("cost a workspace that is alone no search", () => {
    const line = new Line();
    line.add(...many("alone", 1_000));
    while (line.next() !== null);
    expect(line.searches).toBe(1_001);
  });

  it("find those who came without a word, once somebody says that they are there", () => {
    const line = new Line();
    line.add(...many("crowd", 10));
    line.next();
    line.waiting.push("quiet");
    line.turns.rang(null);
    expect([line.next(), line.next()]).toContain("quiet");
  });

  it("hand out every job, and give nobody two while another who rang has waited for both", () => {
    const name = fc.constantFrom("a", "b", "c", "d");
    const happening = fc.oneof(
      fc.record({ kind: fc.constant("add" as const), name, count: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ kind: fc.constant("take" as const) }),
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 80 }), (happenings) => {
        const line = new Line();
        const watch = new Watch();
        for (const each of happenings) {
          if (each.kind === "add") line.add(...many(each.name, each.count));
          watch.look(line.waiting, each.kind === "take" ? line.next() : null);
          expect(watch.most).toBeLessThanOrEqual(2);
        }
        const left = line.waiting.length;
        let handedOut = 0;
        while (line.next() !== null) handedOut += 1;
        expect(handedOut).toBe(left);
      }),
    );
  });
});

describe("a notification of the queue", () => {
  it("says whose jobs were added, or nothing", () => {
    const ring = { r: 0.5, count: 1, workspaceId: "w" };
    expect(readRing(JSON.stringify(ring))).toEqual({ workspaceId: "w", nodeRun: null });
    const nodeRun = { workspaceId: uuid7(), runId: uuid7(), nodeId: "a" };
    expect(readRing(JSON.stringify({ ...ring, nodeRun }))).toEqual({ workspaceId: "w", nodeRun });
    for (const payload of [undefined, "", "{", "{}", '{"count":1}', "null"])
      expect(readRing(payload)).toEqual({ workspaceId: null, nodeRun: null });
  });
});
