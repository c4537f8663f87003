import { describe, expect, it } from "vitest";
import { initialRunState } from "../phase.ts";
import { makePlan, noop } from "../testing/make-plan.ts";
import { claim, complete, must, start, step } from "../testing/step-run.ts";

describe("advance: early ends", () => {
  const plan = makePlan({ call: noop, other: noop, end: noop }, [
    "start > call",
    "start > other",
    "call > end",
    "other > end",
  ]);

  it("cancels what has not begun at once, and ends when the last attempt has settled", () => {
    const running = claim(plan, start(plan).state, "call").state;
    const closing = must(step(plan, running, { kind: "cancel.requested", reason: "Changed my mind" }));
    expect(closing.effects).toEqual([{ kind: "attempts.abort" }]);
    expect(closing.state).toMatchObject({
      status: "running",
      phases: { call: "running", other: "cancelled", end: "cancelled" },
    });
    expect(closing.end).toBeNull();
    expect(step(plan, closing.state, { kind: "timeout.reached" }).kind).toBe("ignored");
    const ended = must(step(plan, closing.state, { kind: "attempt.cancelled", nodeId: "call", attempt: 1 }));
    expect(ended.end).toEqual({
      status: "cancelled",
      output: null,
      outputsLeftOut: [],
      error: { code: "RUN_CANCELLED", message: "Changed my mind", retryable: false },
    });
    expect(ended.events).toEqual([
      { type: "run.cancelled", reason: "Changed my mind", cancelledNodes: ["call", "other", "end"] },
    ]);
  });

  it("keeps what an attempt brought home after all", () => {
    const running = claim(plan, start(plan).state, "call").state;
    const closing = must(step(plan, running, { kind: "timeout.reached" })).state;
    const ended = must(step(plan, closing, complete("call", "late but whole")));
    expect(ended.state).toMatchObject({ status: "timeout", phases: { call: "completed" } });
    expect(ended.events.at(-1)).toMatchObject({
      type: "run.timeout",
      error: { code: "RUN_TIMEOUT" },
      cancelledNodes: ["other", "end"],
    });
  });

  it("ends a run that has not begun", () => {
    const ended = must(step(plan, initialRunState(plan), { kind: "cancel.requested", reason: "no" }));
    expect(ended.events.map((event) => event.type)).toEqual(["run.cancelled"]);
    expect(step(plan, ended.state, { kind: "run.start" }).kind).toBe("ignored");
  });
});
