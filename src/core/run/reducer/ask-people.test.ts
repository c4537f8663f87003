import { describe, expect, it } from "vitest";
import { makePlan } from "#core/run/testing/make-plan.ts";
import type { WaitAnswer } from "#core/waits/words.ts";
import { standsStill } from "../standing-still.ts";
import { decodeRunState, encodeRunState } from "../state-codec.ts";
import { claim, complete, failure, must, nowMs, start, step } from "../testing/step-run.ts";

const entry = (seq: number) =>
  ({
    kind: "approval",
    title: "May Ask call send?",
    show: "send",
    form: null,
    choices: ["approve", "reject"],
    deciders: { roles: [], members: [] },
    quorum: 1,
    noSelfApproval: false,
    call: { step: seq, requestHash: "h" },
  }) as const;
const asked = { kind: "call.asked", nodeId: "ask", attempt: 1, entry: entry(2), untilMs: null } as const;
const approved: WaitAnswer = { kind: "decided", choice: "approve", form: null, by: [], atMs: nowMs };
const decided = {
  kind: "call.decided",
  nodeId: "ask",
  answer: approved,
  next: null,
  isFatal: false,
} as const;

const plan = makePlan(
  { ask: { type: "agent", config: { model: "sandbox/echo", task: "Go" }, retry: { maxRetries: 1 } } },
  ["start > ask"],
);
const running = () => claim(plan, start(plan).state, "ask").state;
const waiting = () => must(step(plan, running(), asked)).state;

describe("a call that people decide on", () => {
  it("makes the node wait, nobody carries it, and the run stands still", () => {
    const { state, events, waits, effects } = must(step(plan, running(), asked));
    expect(standsStill(plan, state)).toBe(true);
    expect(effects).toEqual([]);
    expect(waits).toEqual([{ kind: "open", nodeId: "ask", deadlineAtMs: null, entry: entry(2) }]);
    expect(events).toMatchObject([{ type: "node.waiting", kind: "approval", title: entry(2).title }]);
    const stored = encodeRunState(plan, state);
    expect(decodeRunState(plan, stored)).toEqual(state);
  });

  it("opens no attempt before that", () => {
    expect(step(plan, waiting(), { kind: "attempt.started", nodeId: "ask", attempt: 2 })).toEqual({
      kind: "ignored",
      reason: "people have not decided yet",
    });
  });

  it("goes on once they have, without using up a try", () => {
    const { state, events, waits, effects } = must(step(plan, waiting(), decided));
    expect(waits).toMatchObject([{ kind: "close", ending: "decided", choice: "approve" }]);
    expect(events).toMatchObject([{ type: "node.resumed", ending: "decided", choice: "approve" }]);
    expect(effects).toMatchObject([{ kind: "node.ready", nodeId: "ask", notBeforeMs: null }]);
    expect(state.status).toBe("running");
    const second = claim(plan, state, "ask", 2).state;
    const retried = must(step(plan, second, failure("ask", {}, 2))).state;
    expect(retried.phases.ask).toBe("retrying");
    const third = claim(plan, retried, "ask", 3).state;
    expect(must(step(plan, third, complete("ask", "done", 3))).end?.status).toBe("completed");
  });

  it("asks about the next one in the same step", () => {
    const next = { entry: entry(3), untilMs: nowMs + 5 };
    const { state, waits, effects } = must(step(plan, waiting(), { ...decided, next }));
    expect(waits).toMatchObject([
      { kind: "close", ending: "decided" },
      { kind: "open", deadlineAtMs: nowMs + 5, entry: entry(3) },
    ]);
    expect(effects).toMatchObject([{ kind: "node.ready", notBeforeMs: nowMs + 5 }]);
    expect(must(step(plan, state, decided)).state.phases.ask).toBe("retrying");
  });

  it("fails the node where nobody decided in time and its author says so", () => {
    const late = { ...decided, answer: { kind: "elapsed" }, isFatal: true } as const;
    const { end, waits } = must(step(plan, waiting(), late));
    expect(end).toMatchObject({ status: "failed", error: { code: "NODE_TIMEOUT", nodeId: "ask" } });
    expect(waits).toMatchObject([{ kind: "close", ending: "elapsed", choice: null }]);
  });

  it("ends with a run that is stopped", () => {
    const { end, waits } = must(step(plan, waiting(), { kind: "cancel.requested", reason: "enough" }));
    expect(end?.status).toBe("cancelled");
    expect(waits).toMatchObject([{ kind: "close", ending: "cancelled" }]);
  });

  it.each([
    ["decided twice", () => must(step(plan, waiting(), decided)).state, decided],
    ["asked twice", waiting, asked],
    [
      "asked while its run is stopped",
      () => must(step(plan, running(), { kind: "cancel.requested", reason: "enough" })).state,
      asked,
    ],
    ["asked by an attempt that is over", running, { ...asked, attempt: 2 }],
    ["ended as a node of its own", waiting, { kind: "wait.ended", nodeId: "ask", answer: approved } as const],
  ])("cannot be %s", (_, state, happening) => {
    expect(step(plan, state(), happening)).toMatchObject({ kind: "ignored" });
  });
});
