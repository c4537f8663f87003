import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FunctionDirectory, type FunctionPlan } from "../function-plan.ts";
import { claimsOf, FlowControl, type LimitClaim } from "./flow-control.ts";

const plan = (changes: Partial<FunctionPlan>): FunctionPlan => ({
  id: "app-f",
  events: ["e"],
  crons: [],
  maxAttempts: 1,
  concurrency: [],
  throttle: null,
  ...changes,
});

function claims(changes: Partial<FunctionPlan>, data = {}, starts = true): readonly LimitClaim[] {
  const only = plan(changes);
  return claimsOf(new FunctionDirectory([only]), only, data, starts);
}

describe("claimsOf", () => {
  it("forbids the function's own jobs and those of the events that are its alone", () => {
    const limited = plan({ events: ["alone", "shared"], concurrency: [{ limit: 2, key: "workspaceId" }] });
    const other = plan({ id: "app-g", events: ["shared"] });
    const directory = new FunctionDirectory([limited, other]);
    expect(claimsOf(directory, limited, { workspaceId: "w" }, true)).toEqual([
      {
        kind: "concurrency",
        bucket: "app-f/0/w",
        limit: 2,
        flags: ["app-f?workspaceId=w", "alone?workspaceId=w"],
      },
    ]);
  });

  it("throttles starts, not runs that go on, and nothing that lacks the key", () => {
    const throttle = { key: "throttleKey", limit: 1, periodMs: 1_000, burst: 1 } as const;
    expect(claims({ throttle }, { throttleKey: "k" })[0]?.flags).toEqual([
      "start:app-f?throttleKey=k",
      "e?throttleKey=k",
    ]);
    expect(claims({ throttle }, { throttleKey: "k" }, false)).toEqual([]);
    expect(claims({ throttle }, {})).toEqual([]);
  });
});

describe("FlowControl", () => {
  it("never admits more of a key than its limit, if only jobs without forbidden flags are admitted", () => {
    const job = fc.record({ id: fc.nat(30), key: fc.constantFrom("a", "b") });
    fc.assert(
      fc.property(fc.array(fc.tuple(job, fc.boolean()), { maxLength: 200 }), (happenings) => {
        const flow = new FlowControl();
        const atWork = new Map<number, string>();
        for (const [{ id, key }, starts] of happenings) {
          const claim = claims({ concurrency: [{ limit: 3, key: "workspaceId" }] }, { workspaceId: key });
          const allowed = !(flow.forbiddenFlags(0) ?? []).includes(`e?workspaceId=${key}`);
          if (starts && !atWork.has(id) && allowed) {
            flow.admit(String(id), claim, 0);
            atWork.set(id, key);
          } else if (!starts && atWork.delete(id)) flow.release(String(id));
          const counts = [...atWork.values()].filter((each) => each === key).length;
          expect(counts).toBeLessThanOrEqual(3);
          expect((flow.forbiddenFlags(0) ?? []).includes(`e?workspaceId=${key}`)).toBe(counts === 3);
        }
      }),
    );
  });

  it("keeps to the rate over any stretch of time, and allows it in full", () => {
    const throttle = { key: null, limit: 10, periodMs: 1_000, burst: 4 };
    fc.assert(
      fc.property(fc.array(fc.nat(400), { minLength: 5, maxLength: 60 }), (waits) => {
        const flow = new FlowControl();
        const starts: number[] = [];
        let nowMs = 0;
        for (const wait of waits) {
          nowMs += wait;
          nowMs = Math.max(nowMs, flow.nextFreeAtMs(nowMs) ?? 0);
          expect(flow.forbiddenFlags(nowMs)).toBeNull();
          flow.admit(String(starts.length), claims({ throttle }), nowMs);
          starts.push(nowMs);
        }
        for (const [from, startMs] of starts.entries()) {
          const within = starts.slice(from).filter((each) => each < startMs + 1_000).length;
          expect(within).toBeLessThanOrEqual(10 + 4 + 10);
        }
      }),
    );
  });

  it("lets limit and burst start together after a pause, as an Inngest server does, and then keeps to the rate", () => {
    const throttle = { key: null, limit: 20, periodMs: 1_000, burst: 10 };
    const flow = new FlowControl();
    const starts: number[] = [];
    for (let nowMs = 0; nowMs < 3_000; nowMs = Math.max(nowMs, flow.nextFreeAtMs(nowMs) ?? 0)) {
      flow.admit(String(starts.length), claims({ throttle }), nowMs);
      starts.push(nowMs);
    }
    const until = (ms: number) => starts.filter((startMs) => startMs < ms).length;
    expect(until(1)).toBe(30);
    expect(until(1_000)).toBe(30 + 19);
    expect(until(3_000) - until(2_000)).toBe(20);
  });

  it("says when giving back a place lets another job start", () => {
    const flow = new FlowControl();
    const claim = claims({ concurrency: [{ limit: 2, key: null }] });
    flow.admit("1", claim, 0);
    expect(flow.release("1")).toBe(false);
    flow.admit("2", claim, 0);
    flow.admit("3", claim, 0);
    expect(flow.release("2")).toBe(true);
  });

  it("counts a job that is handed out twice once", () => {
    const flow = new FlowControl();
    const claim = claims({ concurrency: [{ limit: 1, key: null }] });
    flow.admit("1", claim, 0);
    flow.admit("1", claim, 0);
    expect(flow.release("1")).toBe(false);
    expect(flow.forbiddenFlags(0)).toEqual(["app-f", "e"]);
    expect(flow.release("1")).toBe(true);
    expect(flow.forbiddenFlags(0)).toBeNull();
  });
});
