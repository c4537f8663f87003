import { describe, expect, it } from "vitest";
import type { ErrorInfo } from "#core/errors.ts";
import type { Json } from "#core/json.ts";
import type { Plan } from "#core/pipeline/plan.ts";
import { advance } from "./advance.ts";
import { initialRunState } from "./initial-state.ts";
import type { AdvanceResult, Happening, RunState } from "./state.ts";
import { makePlan, noop, transform } from "./testing/make-plan.ts";

type Advanced = Extract<AdvanceResult, { kind: "advanced" }>;

const nowMs = 1_000_000;

function step(plan: Plan, state: RunState, happening: Happening, outputs: { [id: string]: Json } = {}) {
  return advance(plan, state, happening, {
    nowMs,
    trigger: { text: "hello", flag: true },
    variables: { topic: "tides" },
    outputs: new Map(Object.entries(outputs)),
  });
}

function must(result: AdvanceResult): Advanced {
  if (result.kind !== "advanced") throw new Error(`${result.kind}: ${JSON.stringify(result)}`);
  return result;
}

function start(plan: Plan): Advanced {
  return must(step(plan, initialRunState(plan), { kind: "run.start" }));
}

function claim(plan: Plan, state: RunState, nodeId: string, attempt = 1): Advanced {
  return must(step(plan, state, { kind: "attempt.started", nodeId, attempt }));
}

function complete(nodeId: string, output: Json, attempt = 1): Happening {
  return { kind: "attempt.completed", nodeId, attempt, output };
}

function failure(
  nodeId: string,
  error: Partial<ErrorInfo> = {},
  attempt = 1,
  retryAfterMs: number | null = null,
): Happening {
  const told = { code: "PROVIDER_OVERLOADED", message: "Too busy", retryable: true, ...error } as const;
  return { kind: "attempt.failed", nodeId, attempt, error: told, retryAfterMs, jitter: 0 };
}

const refused = { code: "PROVIDER_REFUSED", message: "No", retryable: false } as const;

describe("advance: pure nodes", () => {
  it("finishes a pipeline of pure nodes in the step that starts it", () => {
    const plan = makePlan({ shout: transform("input.text + '!'"), topic: transform("variables.topic") }, [
      "start > shout",
      "shout > topic",
    ]);
    const result = start(plan);
    expect(result.end).toEqual({ status: "completed", output: "tides", error: null });
    expect(result.events.map((event) => event.type)).toEqual([
      "run.started",
      ...["start", "shout", "topic"].flatMap(() => ["node.started", "node.completed"]),
      "run.completed",
    ]);
    expect(result.changes[1]).toEqual({
      nodeId: "shout",
      iteration: 0,
      status: "completed",
      input: { text: "hello", flag: true },
      output: "hello!",
      startedAtMs: nowMs,
      finishedAtMs: nowMs,
    });
  });

  it("goes a thousand nodes deep without overflowing", () => {
    const ids = Array.from({ length: 998 }, (_, index) => `n${index}`);
    const nodes = Object.fromEntries(ids.map((id) => [id, transform("input")]));
    const plan = makePlan(nodes, ["start > n0", ...ids.slice(1).map((id, index) => `n${index} > ${id}`)]);
    expect(start(plan).end?.status).toBe("completed");
  });

  it("gives a join its live predecessors by id, and one alone as it is", () => {
    const nodes = { a: transform("1"), b: transform("2"), join: transform("input") };
    const both = makePlan(nodes, ["start > a", "start > b", "a > join", "b > join"]);
    expect(start(both).end?.output).toEqual({ a: 1, b: 2 });
    const gate = { type: "condition", config: { condition: "!input.flag" } };
    const one = makePlan({ ...nodes, gate }, [
      "start > gate",
      "gate > a : true",
      "start > b",
      "a > join",
      "b > join",
    ]);
    expect(start(one).end?.output).toEqual(2);
  });

  it("skips what a condition leaves out, and what follows from it alone", () => {
    const plan = makePlan(
      {
        gate: { type: "condition", config: { condition: "input.flag" } },
        yes: transform("'yes'"),
        no: transform("'no'"),
        after: transform("input"),
      },
      ["start > gate", "gate > yes : true", "gate > no : false", "no > after"],
    );
    const { state, end, events } = start(plan);
    expect(state.phases).toEqual({
      start: "completed",
      gate: "completed",
      yes: "completed",
      no: "skipped",
      after: "skipped",
    });
    expect(state.branches).toEqual({ gate: "true" });
    expect(events).toContainEqual({ type: "node.completed", nodeId: "gate", iteration: 0, branch: "true" });
    expect(end?.output).toBe("yes");
  });

  it("takes the first case that holds, or else", () => {
    const which = (when: string) => ({
      type: "condition",
      config: {
        cases: [
          { label: "long", when },
          { label: "any", when: "input.missing" },
        ],
      },
    });
    const chosen = (when: string) =>
      start(makePlan({ which: which(when), end: transform("1") }, ["start > which", "which > end"])).state
        .branches;
    expect(chosen("size(input.text) > 3")).toEqual({ which: "long" });
    expect(chosen("size(input.text) > 30")).toEqual({ which: "else" });
  });

  it("refuses values that double at every node before they fill the memory", () => {
    const ids = Array.from({ length: 60 }, (_, index) => `n${index}`);
    const nodes = Object.fromEntries(ids.map((id) => [id, transform({ a: "input", b: "input" })]));
    const plan = makePlan(nodes, ["start > n0", ...ids.slice(1).map((id, index) => `n${index} > ${id}`)]);
    expect(start(plan).end).toMatchObject({ status: "failed", error: { code: "OUTPUT_TOO_LARGE" } });
  });
});

describe("advance: failures", () => {
  const broken = transform("input.absent");

  it("ends the run with the first failed node in plan order, after independent branches have ended", () => {
    const plan = makePlan({ broken, after: noop, slow: noop, end: noop }, [
      "start > broken",
      "broken > after",
      "start > slow",
      "slow > end",
    ]);
    const begun = start(plan);
    expect(begun.end).toBeNull();
    expect(begun.state.phases).toMatchObject({
      broken: "failed",
      after: "doomed",
      slow: "ready",
      end: "idle",
    });
    const claimed = claim(plan, begun.state, "slow");
    const refusedAfter = must(step(plan, claimed.state, failure("slow", refused)));
    expect(refusedAfter.end).toMatchObject({
      status: "failed",
      error: { code: "EXPRESSION_FAILED", nodeId: "broken" },
    });
    expect(refusedAfter.end?.error?.message).toContain('Node "broken": config.value:');
    expect(refusedAfter.events.at(-1)).toMatchObject({ type: "run.failed", error: { nodeId: "broken" } });
  });

  it("goes on with the fallback", () => {
    const plan = makePlan(
      { broken: { ...broken, onError: "continue", fallbackOutput: [1] }, end: transform("input") },
      ["start > broken", "broken > end"],
    );
    const { end, events, state } = start(plan);
    expect(end).toEqual({ status: "completed", output: [1], error: null });
    expect(state.phases).toMatchObject({ broken: "handled" });
    expect(events).toContainEqual(
      expect.objectContaining({ type: "node.failed", nodeId: "broken", handled: true }),
    );
  });

  it("goes along the error edges with the error, and skips the others", () => {
    const plan = makePlan(
      {
        broken: { ...broken, onError: "branch" },
        well: transform("input"),
        ill: transform("input.error.code"),
      },
      ["start > broken", "broken > well", "broken > ill : error"],
    );
    const { end, state } = start(plan);
    expect(state.phases).toMatchObject({ broken: "handled", well: "skipped", ill: "completed" });
    expect(end?.output).toBe("EXPRESSION_FAILED");
  });

  it("retries with backoff, and fails when retries are used up", () => {
    const plan = makePlan({ call: { ...noop, retry: { maxRetries: 1 } } }, ["start > call"]);
    const first = must(
      step(plan, claim(plan, start(plan).state, "call").state, failure("call", {}, 1, 5_000)),
    );
    expect(first.events).toEqual([
      expect.objectContaining({
        type: "node.retrying",
        nodeId: "call",
        attempt: 1,
        retryAtMs: nowMs + 5_000,
      }),
    ]);
    expect(first.effects).toEqual([
      { kind: "node.ready", nodeId: "call", iteration: 0, notBeforeMs: nowMs + 5_000 },
    ]);
    expect(first.changes).toEqual([
      { nodeId: "call", iteration: 0, status: "running", wakeAtMs: nowMs + 5_000 },
    ]);
    const second = must(step(plan, claim(plan, first.state, "call", 2).state, failure("call", {}, 2)));
    expect(second.end).toMatchObject({
      status: "failed",
      error: { code: "PROVIDER_OVERLOADED", nodeId: "call" },
    });
  });

  it("does not count lost attempts against the node's retries", () => {
    const plan = makePlan({ call: { ...noop, retry: { maxRetries: 1 } } }, ["start > call"]);
    let state = start(plan).state;
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const lost = must(
        step(
          plan,
          claim(plan, state, "call", attempt).state,
          failure("call", { code: "WORKER_LOST" }, attempt),
        ),
      );
      expect(lost.effects).toEqual([
        { kind: "node.ready", nodeId: "call", iteration: 0, notBeforeMs: nowMs },
      ]);
      state = lost.state;
    }
    const failed = must(step(plan, claim(plan, state, "call", 4).state, failure("call", {}, 4)));
    expect(failed.state.phases).toMatchObject({ call: "retrying" });
  });
});

describe("advance: effects", () => {
  const plan = makePlan({ call: noop, next: noop }, ["start > call", "call > next"]);

  it("hands out an effect node once, and its successor when it is done", () => {
    const begun = start(plan);
    expect(begun.effects).toEqual([{ kind: "node.ready", nodeId: "call", iteration: 0, notBeforeMs: null }]);
    const claimed = claim(plan, begun.state, "call");
    expect(claimed.changes).toEqual([
      { nodeId: "call", iteration: 0, status: "running", attempt: 1, startedAtMs: nowMs },
    ]);
    const done = must(step(plan, claimed.state, complete("call", "said")));
    expect(done.changes).toEqual([
      { nodeId: "call", iteration: 0, status: "completed", output: "said", finishedAtMs: nowMs },
    ]);
    expect(done.effects).toEqual([{ kind: "node.ready", nodeId: "next", iteration: 0, notBeforeMs: null }]);
  });

  it("ignores what comes twice, late, early or about nobody", () => {
    const begun = start(plan).state;
    const running = claim(plan, begun, "call").state;
    const retrying = must(step(plan, running, failure("call"))).state;
    const again = claim(plan, retrying, "call", 2).state;
    const done = must(step(plan, again, complete("call", 1, 2))).state;
    const ignored: readonly (readonly [RunState, Happening])[] = [
      [initialRunState(plan), complete("call", 1)],
      [begun, { kind: "run.start" }],
      [begun, complete("call", 1)],
      [begun, { kind: "attempt.started", nodeId: "next", attempt: 1 }],
      [begun, { kind: "attempt.started", nodeId: "nobody", attempt: 1 }],
      [begun, { kind: "delay.elapsed", nodeId: "call" }],
      [running, { kind: "attempt.started", nodeId: "call", attempt: 1 }],
      [retrying, { kind: "attempt.started", nodeId: "call", attempt: 1 }],
      [retrying, failure("call")],
      [again, failure("call")],
      [again, complete("call", 1, 1)],
      [done, complete("call", 1, 2)],
      [done, failure("call", {}, 2)],
    ];
    for (const [state, happening] of ignored) expect(step(plan, state, happening).kind).toBe("ignored");
  });

  it("asks for outputs it lacks and changes nothing before it has them", () => {
    const joined = makePlan({ a: noop, b: noop, join: transform("input") }, [
      "start > a",
      "start > b",
      "a > join",
      "b > join",
    ]);
    let state = start(joined).state;
    for (const id of ["a", "b"]) state = claim(joined, state, id).state;
    state = must(step(joined, state, complete("a", "one"))).state;
    expect(step(joined, state, complete("b", "two"))).toEqual({ kind: "needs-outputs", nodeIds: ["a"] });
    expect(must(step(joined, state, complete("b", "two"), { a: "one" })).end?.output).toEqual({
      a: "one",
      b: "two",
    });
  });

  it("leaves the given state as it was", () => {
    const begun = start(plan).state;
    const before = structuredClone(begun);
    claim(plan, begun, "call");
    expect(begun).toEqual(before);
  });
});

describe("advance: delays", () => {
  const plan = makePlan(
    { rest: { type: "delay", config: { seconds: 90 }, input: "input.text" }, end: transform("input") },
    ["start > rest", "rest > end"],
  );

  it("waits, and passes its input on when the time has come", () => {
    const waiting = start(plan);
    expect(waiting.state.status).toBe("waiting");
    expect(waiting.changes.at(-1)).toEqual({
      nodeId: "rest",
      iteration: 0,
      status: "waiting",
      input: "hello",
      startedAtMs: nowMs,
      wakeAtMs: nowMs + 90_000,
    });
    expect(waiting.events.at(-1)).toEqual({
      type: "node.waiting",
      nodeId: "rest",
      iteration: 0,
      untilMs: nowMs + 90_000,
    });
    expect(waiting.effects).toEqual([
      { kind: "node.ready", nodeId: "rest", iteration: 0, notBeforeMs: nowMs + 90_000 },
    ]);
    const over = must(step(plan, waiting.state, { kind: "delay.elapsed", nodeId: "rest" }));
    expect(over.events.slice(0, 2)).toEqual([
      { type: "node.resumed", nodeId: "rest", iteration: 0 },
      { type: "node.completed", nodeId: "rest", iteration: 0 },
    ]);
    expect(over.end?.output).toBe("hello");
  });
});

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
