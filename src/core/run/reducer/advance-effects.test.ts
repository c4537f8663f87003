import { describe, expect, it } from "vitest";
import type { Happening } from "../happening.ts";
import { initialRunState } from "../phase.ts";
import type { RunState } from "../state.ts";
import { makePlan, noop, transform } from "../testing/make-plan.ts";
import { claim, complete, failure, must, nowMs, start, step } from "../testing/step-run.ts";

describe("advance: effects", () => {
  const plan = makePlan({ call: noop, next: noop }, ["start > call", "call > next"]);

  it("hands out an effect node once, and its successor when it is done", () => {
    const begun = start(plan);
    expect(begun.effects).toEqual([{ kind: "node.ready", nodeId: "call", notBeforeMs: null }]);
    const claimed = claim(plan, begun.state, "call");
    expect(claimed.changes).toEqual([{ nodeId: "call", status: "running", attempt: 1, startedAtMs: nowMs }]);
    const done = must(step(plan, claimed.state, complete("call", "said")));
    expect(done.changes).toEqual([
      { nodeId: "call", status: "completed", output: "said", finishedAtMs: nowMs },
    ]);
    expect(done.effects).toEqual([{ kind: "node.ready", nodeId: "next", notBeforeMs: null }]);
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
      [begun, { kind: "wait.ended", nodeId: "call", answer: { kind: "elapsed" } }],
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
    expect(step(joined, state, complete("b", "two"))).toEqual({
      kind: "needs-outputs",
      nodeIds: ["a"],
      isEnd: false,
    });
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
      status: "waiting",
      input: "hello",
      startedAtMs: nowMs,
      wakeAtMs: nowMs + 90_000,
    });
    expect(waiting.events.at(-1)).toEqual({
      type: "node.waiting",
      nodeId: "rest",
      untilMs: nowMs + 90_000,
    });
    expect(waiting.effects).toEqual([{ kind: "node.ready", nodeId: "rest", notBeforeMs: nowMs + 90_000 }]);
    const over = must(
      step(plan, waiting.state, { kind: "wait.ended", nodeId: "rest", answer: { kind: "elapsed" } }),
    );
    expect(over.events.slice(0, 2)).toEqual([
      { type: "node.resumed", nodeId: "rest" },
      { type: "node.completed", nodeId: "rest" },
    ]);
    expect(over.end?.output).toBe("hello");
  });
});
