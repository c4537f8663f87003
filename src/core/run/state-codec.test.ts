import { describe, expect, it } from "vitest";
import type { Happening } from "./happening.ts";
import { initialRunState } from "./phase.ts";
import { advance } from "./reducer/advance.ts";
import type { RunState } from "./state.ts";
import { attemptMark, encodeRunState } from "./state-codec.ts";
import { makePlan, noop } from "./testing/make-plan.ts";

const plan = makePlan({ a: noop, aa: noop }, ["start > a", "start > aa"]);
const context = {
  nowMs: 1,
  runId: "run",
  startedAtMs: 0,
  deadlineMs: 9,
  trigger: null,
  variables: {},
  outputs: new Map(),
};

function stateAfter(...happenings: readonly Happening[]): RunState {
  return happenings.reduce((state, happening) => {
    const result = advance(plan, state, happening, context);
    if (result.kind !== "advanced") throw new Error(`${happening.kind}: ${result.kind}`);
    return result.state;
  }, initialRunState(plan));
}

describe("attemptMark", () => {
  const error = { code: "WORKER_LOST", message: '"aa":{"number":1,', retryable: true } as const;
  const lost = {
    kind: "attempt.failed",
    nodeId: "a",
    attempt: 1,
    error,
    retryAfterMs: null,
    jitter: 0,
  } as const;
  const started = { kind: "attempt.started", nodeId: "a", attempt: 1 } as const;

  it("stands in the stored state for the newest attempt of a node, and for no other", () => {
    const first = encodeRunState(plan, stateAfter({ kind: "run.start" }, started)).frontier;
    expect(first).toContain(attemptMark("a", 1));
    expect(first).not.toContain(attemptMark("aa", 1));
    const second = encodeRunState(
      plan,
      stateAfter({ kind: "run.start" }, started, lost, { ...started, attempt: 11 }),
    ).frontier;
    expect(second).toContain(attemptMark("a", 11));
    expect(second).not.toContain(attemptMark("a", 1));
  });

  it("is not mistaken for words in an error that ended the run", () => {
    const fatal = { ...lost, error: { ...error, code: "PROVIDER_REFUSED", retryable: false } } as const;
    const { frontier } = encodeRunState(plan, stateAfter({ kind: "run.start" }, started, fatal));
    expect(frontier).toContain("number");
    expect(frontier).not.toContain(attemptMark("aa", 1));
  });
});
