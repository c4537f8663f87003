import { describe, expect, it } from "vitest";
import { makePlan } from "#core/run/testing/make-plan.ts";
import { standsStill } from "../standing-still.ts";
import { claim, failure, must, nowMs, start, step } from "../testing/step-run.ts";

const entry = {
  kind: "budget",
  title: "Room in the budget of the workspace per day",
  model: "sandbox/echo",
  providerKeyId: null,
  needsMicros: 7,
} as const;
const parked = { kind: "call.parked", nodeId: "ask", attempt: 1, entry, untilMs: 5_000 } as const;
const kept = { kind: "call.kept", nodeId: "ask", entry } as const;

const plan = makePlan(
  { ask: { type: "agent", config: { model: "sandbox/echo", task: "Go" }, retry: { maxRetries: 2 } } },
  ["start > ask"],
);

describe("a call without room in its budgets", () => {
  it("waits without a worker or a time of its own, and the run stands still", () => {
    const { state, events, waits, changes, effects } = must(step(plan, start(plan).state, parked));
    expect(state).toMatchObject({ status: "waiting", phases: { ask: "waiting" } });
    expect(standsStill(plan, state)).toBe(true);
    expect(effects).toEqual([]);
    expect(changes).toMatchObject([{ nodeId: "ask", status: "waiting", startedAtMs: nowMs }]);
    expect(waits).toMatchObject([{ kind: "open", nodeId: "ask", deadlineAtMs: null, entry }]);
    expect(events).toMatchObject([
      { type: "node.waiting", kind: "budget", untilMs: 5_000, title: entry.title },
    ]);
  });

  it("keeps its place when it finds its room taken, without another line", () => {
    const first = must(step(plan, start(plan).state, parked));
    const again = must(step(plan, first.state, kept));
    expect(again.events).toEqual([]);
    expect(again.waits).toEqual([{ kind: "renew", nodeId: "ask", entry }]);
    expect(again.state).toEqual(first.state);
  });

  it("goes on with the try that it was, and its tries before that count", () => {
    const tried = must(step(plan, claim(plan, start(plan).state, "ask").state, failure("ask")));
    const waiting = must(step(plan, tried.state, { ...parked, attempt: 2 }));
    const second = claim(plan, waiting.state, "ask", 2);
    expect(second.waits).toMatchObject([{ kind: "close", ending: "room", choice: null }]);
    expect(second.events).toMatchObject([{ type: "node.resumed", ending: "room" }, { type: "node.started" }]);
    expect(second.state.attempts.ask).toMatchObject({ number: 2 });
    const third = claim(plan, must(step(plan, second.state, failure("ask", {}, 2))).state, "ask", 3);
    expect(must(step(plan, third.state, failure("ask", {}, 3))).end?.status).toBe("failed");
  });

  it("ends with a run that is stopped", () => {
    const { state } = must(step(plan, start(plan).state, parked));
    const { end, waits } = must(step(plan, state, { kind: "cancel.requested", reason: "enough" }));
    expect(end?.status).toBe("cancelled");
    expect(waits).toMatchObject([{ kind: "close", nodeId: "ask", ending: "cancelled" }]);
  });

  it.each([
    ["parked twice", parked],
    ["ended like a question", { kind: "wait.ended", nodeId: "ask", answer: { kind: "elapsed" } }],
  ] as const)("cannot be %s", (_, happening) => {
    const { state } = must(step(plan, start(plan).state, parked));
    expect(step(plan, state, happening)).toMatchObject({ kind: "ignored" });
  });

  it("does not wait once it has left", () => {
    expect(step(plan, claim(plan, start(plan).state, "ask").state, parked)).toMatchObject({
      kind: "ignored",
    });
  });

  it("may wait between two turns of its attempt, which then has not failed", () => {
    const running = claim(plan, start(plan).state, "ask").state;
    const between = { ...parked, isBetweenTurns: true } as const;
    const waits = must(step(plan, running, between));
    expect(waits.state.phases.ask).toBe("waiting");
    expect(waits.state.attempts.ask).toMatchObject({ number: 1, failedBefore: 1 });
    expect(step(plan, waits.state, between)).toMatchObject({ kind: "ignored" });
    expect(step(plan, running, { ...between, attempt: 2 })).toMatchObject({ kind: "ignored" });
  });
});
