import { describe, expect, it } from "vitest";
import type { PlanTalk } from "#core/pipeline/plan/plan.ts";
import { type AgentStep, doubtfulCalls, exchangesOf, nextInTalk, reachedLimit } from "./agent-steps.ts";

const talk: PlanTalk = {
  tools: [],
  maxTurns: 3,
  maxToolCalls: 3,
  maxTotalTokens: 100,
  approval: {
    deciders: { roles: [], members: [] },
    noSelfApproval: false,
    deadlineMs: null,
    onTimeout: "fail",
  },
};

function turn(seq: number, status: "completed" | "running" | "lost" = "completed", tokens = 10): AgentStep {
  const output = {
    text: `turn ${seq}`,
    calls: [],
    thoughts: [],
    model: "sandbox/echo",
    stop: "end_turn",
    vendorStop: "end_turn",
  };
  return { kind: "model", seq, attempt: 1, status, output: status === "completed" ? output : null, tokens };
}

function call(seq: number, change: Partial<Extract<AgentStep, { kind: "tool" }>> = {}): AgentStep {
  const result = { text: "ok", isError: false };
  return {
    kind: "tool",
    seq,
    attempt: 1,
    status: "completed",
    callId: `c${seq}`,
    name: "look",
    effect: "read",
    input: {},
    result,
    requestHash: `h${seq}`,
    decision: null,
    ...change,
  };
}

const open = { status: "planned", result: null } as const;

describe("what comes next in a talk", () => {
  it.each<[string, readonly AgentStep[], string]>([
    ["nothing was said", [], "turn"],
    ["a turn is under way", [turn(1, "running")], "turn"],
    ["its only turn was lost", [turn(1, "lost")], "turn"],
    ["a turn called nothing", [turn(1)], "answer"],
    ["a call has no answer", [turn(1), call(2), call(3, open)], "calls"],
    ["all calls are answered", [turn(1), call(2), call(3)], "turn"],
    ["the turn behind them was lost", [turn(1), call(2), turn(3, "lost")], "turn"],
    ["the turn behind them has answered", [turn(1), call(2), turn(3, "lost"), turn(4)], "answer"],
  ])("where %s", (_name, steps, kind) => {
    expect(nextInTalk(steps).kind).toBe(kind);
  });

  it("leaves lost turns out, and gives each turn its own calls", () => {
    const exchanges = exchangesOf([turn(1), call(2), turn(3, "lost"), turn(4), call(5), call(6)]);
    expect(exchanges.map(({ turn: { seq }, calls }) => [seq, calls.map((one) => one.seq)])).toEqual([
      [1, [2]],
      [4, [5, 6]],
    ]);
  });

  it("doubts only calls that act and had begun", () => {
    const running = { status: "running", result: null } as const;
    const steps = [
      turn(1),
      call(2, running),
      call(3, { ...open, effect: "write" }),
      call(4, { ...running, effect: "write" }),
    ];
    expect(doubtfulCalls(steps).map(({ seq }) => seq)).toEqual([4]);
  });

  it.each<[string, readonly AgentStep[], string | undefined]>([
    ["the most turns", [turn(1), call(2), turn(3), call(4), turn(5), call(6)], "max_turns"],
    ["the most turns, of which the last answers", [turn(1), call(2), turn(3), call(4), turn(5)], undefined],
    [
      "too many calls, before any of the last is made",
      [turn(1), call(2), turn(3), call(4, open), call(5, open), call(6, open)],
      "max_tool_calls",
    ],
    ["the most tokens", [turn(1, "completed", 100), call(2)], "max_total_tokens"],
    ["the most tokens, in lost turns", [turn(1), call(2), turn(3, "lost", 95)], "max_total_tokens"],
    ["less", [turn(1), call(2)], undefined],
  ])("ends at %s", (_name, steps, stop) => {
    expect(reachedLimit(talk, steps)?.stop).toBe(stop);
  });
});
