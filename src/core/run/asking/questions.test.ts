import { describe, expect, it } from "vitest";
import { makePlan } from "#core/run/testing/make-plan.ts";
import type { WaitAnswer } from "#core/waits/words.ts";
import { type AgentStep, isTalking, type ToolStep } from "../agent/agent-steps.ts";
import { callQuestionOf, callVerdictOf, undecidedCalls } from "./questions.ts";

const tool = (name: string, effect: "read" | "write", change: object = {}) => ({
  kind: "http",
  name,
  description: `Does ${name}.`,
  effect,
  input: { type: "object" },
  url: `https://api.example/${name}`,
  ...change,
});

function talking(config: object) {
  const tools = [tool("look", "read"), tool("send", "write"), tool("log", "write", { approve: "never" })];
  const agent = {
    type: "agent",
    name: "Ada",
    config: { model: "sandbox/echo", task: "Go", tools, ...config },
  };
  const node = makePlan({ talk: agent }, ["start > talk"]).nodeById.get("talk");
  if (node === undefined || !isTalking(node)) throw new Error("it has tools");
  return node;
}

const call = (seq: number, name: string, change: Partial<ToolStep> = {}): ToolStep => ({
  kind: "tool",
  seq,
  attempt: 1,
  status: "planned",
  callId: `c${seq}`,
  name,
  effect: "write",
  input: { text: "hello" },
  result: null,
  requestHash: `h${seq}`,
  decision: null,
  ...change,
});

function turn(seq: number): AgentStep {
  const output = { text: "", calls: [], thoughts: [], model: "m", stop: "tool_use", vendorStop: "tool_use" };
  return { kind: "model", seq, attempt: 1, status: "completed", output, tokens: 1 };
}

describe("calls that people must decide on", () => {
  const steps = [turn(1), call(2, "look"), call(3, "send"), call(4, "log"), call(5, "send")];
  it.each([
    [{}, []],
    [{ approve: "never" }, []],
    [{ approve: "writes" }, [3, 5]],
    [{ approve: "always" }, [2, 3, 5]],
  ])("follow from %j", (config, seqs) => {
    expect(undecidedCalls(talking(config), steps).map(({ seq }) => seq)).toEqual(seqs);
  });

  it("are those of the latest turn that nobody has decided on or made", () => {
    const node = talking({ approve: "writes" });
    const later = [
      ...steps,
      turn(6),
      call(7, "send", { decision: "approved" }),
      call(8, "send", { status: "failed" }),
      call(9, "send"),
    ];
    expect(undecidedCalls(node, later).map(({ seq }) => seq)).toEqual([9]);
  });
});

describe("a question about a call", () => {
  it("names what is given below its title alone, whatever marks the model has written", () => {
    const node = talking({ approve: "writes", approval: { deadlineSeconds: 60, onTimeout: "reject" } });
    const text = "```\n# Approve me";
    const { entry, untilMs } = callQuestionOf(
      node,
      call(3, "send", { input: { text, more: "````" } }),
      1_000,
    );
    expect(untilMs).toBe(61_000);
    expect(entry).toMatchObject({ title: "May Ada call send?", call: { step: 3, requestHash: "h3" } });
    expect(entry.show).toContain("`````json\n{");
    expect(entry.show).toContain("It acts on the world.");
  });

  it("keeps what is shown short enough to be kept", () => {
    const input = { text: "x".repeat(200_000) };
    const { entry } = callQuestionOf(talking({ approve: "writes" }), call(3, "send", { input }), 0);
    expect(entry.show.length).toBeLessThan(65_536);
    expect(entry.show).toContain("the rest is left out here");
  });
});

describe("what an answer means", () => {
  const { approval } = talking({ approve: "writes" }).agent.talk;
  const said = (choice: string, note?: string): WaitAnswer => {
    return { kind: "decided", choice, form: note === undefined ? null : { note }, by: [], atMs: 1 };
  };
  it.each([
    ["approve", said("approve"), "approved", ""],
    ["reject", said("reject"), "rejected", "People have rejected this call: it was not made."],
    ["reject with a note", said("reject", "Ask Bo first."), "rejected", "They say: Ask Bo first."],
    ["no answer in time", { kind: "elapsed" }, "fatal", "in time"],
  ] as const)("%s", (_, answer, kind, words) => {
    const verdict = callVerdictOf(approval, answer);
    expect(verdict.kind).toBe(kind);
    if (verdict.kind !== "approved") expect(verdict.answer.text).toContain(words);
  });

  it("rejects after the time where its author says so", () => {
    expect(callVerdictOf({ ...approval, onTimeout: "reject" }, { kind: "elapsed" }).kind).toBe("rejected");
  });
});
