import { describe, expect, it } from "vitest";
import { maxLostInARow } from "#core/policy/retry.ts";
import { makePlan, noop, transform } from "../testing/make-plan.ts";
import { claim, failure, must, nowMs, refused, start, step } from "../testing/step-run.ts";

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
    expect(end).toEqual({ status: "completed", output: [1], outputsLeftOut: [], error: null });
    expect(state.phases).toMatchObject({ broken: "handled" });
    expect(events).toContainEqual(
      expect.objectContaining({ type: "node.failed", nodeId: "broken", handled: true }),
    );
  });

  it("tells the error edges of an HTTP request who answered what, and that nobody did", () => {
    const call = {
      type: "action",
      onError: "branch",
      retry: { maxRetries: 0 },
      config: { action: "http.request", url: "https://a.example" },
    };
    const plan = makePlan({ call, ill: transform("input.error") }, ["start > call", "call > ill : error"]);
    const claimed = claim(plan, start(plan).state, "call");
    const answer = { status: 422, headers: { etag: "1" }, body: { why: "so" }, bodyCut: false };
    const told = must(step(plan, claimed.state, { ...failure("call", refused), answer }));
    const { code, message } = refused;
    expect(told.end?.output).toEqual({ code, message, ...answer });
    expect(JSON.stringify(told.events)).not.toContain("why");
    const silent = must(step(plan, claimed.state, failure("call", refused)));
    expect(silent.end?.output).toEqual({ code, message, status: 0, headers: {}, body: null, bodyCut: false });
  });

  it("does not wait for a retry that the run will not live to see", () => {
    const plan = makePlan({ call: noop }, ["start > call"]);
    const claimed = claim(plan, start(plan).state, "call");
    const { end } = must(step(plan, claimed.state, failure("call", {}, 1, 7_200_000)));
    expect(end).toMatchObject({
      status: "failed",
      error: {
        code: "PROVIDER_OVERLOADED",
        retryable: true,
        message:
          "Too busy It is not tried again: the next try would come in 7,200 s, but the run ends in 3,600 s (settings.timeoutSeconds).",
      },
    });
    const waits = must(step(plan, claimed.state, failure("call", {}, 1, 3_000_000)));
    expect(waits.end).toBeNull();
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
    expect(end?.output).toEqual({ well: null, ill: "EXPRESSION_FAILED" });
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
    expect(first.effects).toEqual([{ kind: "node.ready", nodeId: "call", notBeforeMs: nowMs + 5_000 }]);
    expect(first.changes).toEqual([{ nodeId: "call", status: "running", wakeAtMs: nowMs + 5_000 }]);
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
      expect(lost.effects).toEqual([{ kind: "node.ready", nodeId: "call", notBeforeMs: nowMs }]);
      state = lost.state;
    }
    const failed = must(step(plan, claim(plan, state, "call", 4).state, failure("call", {}, 4)));
    expect(failed.state.phases).toMatchObject({ call: "retrying" });
  });

  it("says of a node that loses every worker what happened, where, and what to do", () => {
    const plan = makePlan({ call: noop }, ["start > call"]);
    let last = start(plan);
    for (let attempt = 1; attempt <= maxLostInARow; attempt += 1) {
      const lost = failure("call", { code: "WORKER_LOST" }, attempt);
      last = must(step(plan, claim(plan, last.state, "call", attempt).state, lost));
    }
    expect(last.end).toMatchObject({
      status: "failed",
      error: { code: "WORKER_LOST", nodeId: "call", retryable: false },
    });
    expect(last.end?.error?.message).toMatch(
      /"call" lost its worker 5 times in a row.*not tried again.*log.*fork the run/s,
    );
  });

  it("counts losses in a row only: an attempt that ended by itself begins the count again", () => {
    const plan = makePlan({ call: noop }, ["start > call"]);
    let { state } = start(plan);
    const endings = ["lost", "lost", "lost", "lost", "failed", "lost", "lost", "lost", "lost"];
    for (const [index, ending] of endings.entries()) {
      const error = ending === "lost" ? ({ code: "WORKER_LOST" } as const) : {};
      const claimed = claim(plan, state, "call", index + 1).state;
      state = must(step(plan, claimed, failure("call", error, index + 1))).state;
      expect(state.phases).toMatchObject({ call: "retrying" });
    }
    const claimed = claim(plan, state, "call", 10).state;
    const fifth = must(step(plan, claimed, failure("call", { code: "WORKER_LOST" }, 10)));
    expect(fifth.end?.error).toMatchObject({ code: "WORKER_LOST" });
  });
});
