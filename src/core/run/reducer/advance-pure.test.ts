import { describe, expect, it } from "vitest";
import { makePlan, transform } from "../testing/make-plan.ts";
import { nowMs, start } from "../testing/step-run.ts";

describe("advance: pure nodes", () => {
  it("hands null on like any other output of the same step", () => {
    const plan = makePlan({ none: transform("null"), seen: transform("[nodes.none.output, input]") }, [
      "start > none",
      "none > seen",
    ]);
    expect(start(plan).end).toMatchObject({ status: "completed", output: [null, null] });
  });

  it("finishes a pipeline of pure nodes in the step that starts it", () => {
    const plan = makePlan({ shout: transform("input.text + '!'"), topic: transform("variables.topic") }, [
      "start > shout",
      "shout > topic",
    ]);
    const result = start(plan);
    expect(result.end).toEqual({ status: "completed", output: "tides", outputsLeftOut: [], error: null });
    expect(result.events.map((event) => event.type)).toEqual([
      "run.started",
      ...["start", "shout", "topic"].flatMap(() => ["node.started", "node.completed"]),
      "run.completed",
    ]);
    expect(result.changes[1]).toEqual({
      nodeId: "shout",
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

  it("gives a join an object by predecessor id whatever ran, with null for what was skipped", () => {
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
    expect(start(one).end?.output).toEqual({ a: null, b: 2 });
  });

  it("gives null for a predecessor that went another way, and one object for two edges of one node", () => {
    const gate = { type: "condition", config: { condition: "input.flag" } };
    const nodes = { gate, a: transform("1"), join: transform("input") };
    const bypass = makePlan(nodes, ["start > gate", "gate > a : true", "a > join", "gate > join : false"]);
    expect(start(bypass).end?.output).toEqual({ a: 1, gate: null });
    const twice = makePlan({ gate, after: transform("input.text") }, [
      "start > gate",
      "gate > after : true",
      "gate > after : false",
    ]);
    expect(start(twice).end?.output).toBe("hello");
  });

  it("reads a skipped node as null", () => {
    const nodes = {
      gate: { type: "condition", config: { condition: "!input.flag" } },
      a: transform("1"),
      end: transform({
        a: "nodes.a.output",
        isNull: "nodes.a == null",
        or: "nodes.?a.output.orValue('none')",
      }),
    };
    const plan = makePlan(nodes, ["start > gate", "gate > a : true", "a > end", "start > end"]);
    expect(start(plan).end?.output).toEqual({ a: null, isNull: true, or: "none" });
  });

  it("takes an edge without a label out of a condition for its true", () => {
    const gate = (condition: string) => ({ type: "condition", config: { condition } });
    const phasesOf = (condition: string) =>
      start(makePlan({ gate: gate(condition), after: transform("1") }, ["start > gate", "gate > after"]))
        .state.phases;
    expect(phasesOf("input.flag")).toMatchObject({ after: "completed" });
    expect(phasesOf("!input.flag")).toMatchObject({ after: "skipped" });
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
    expect(events).toContainEqual({ type: "node.completed", nodeId: "gate", branch: "true" });
    expect(end?.output).toEqual({ yes: "yes", after: null });
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
      start(makePlan({ which: which(when), end: transform("1") }, ["start > which", "which > end : else"]))
        .state.branches;
    expect(chosen("size(input.text) > 3")).toEqual({ which: "long" });
    expect(chosen("size(input.text) > 30")).toEqual({ which: "else" });
  });

  it("holds a pure node to its outputSchema", () => {
    const wantsNumber = { ...transform("input.text"), outputSchema: { type: "number" } };
    const failed = start(makePlan({ shape: wantsNumber }, ["start > shape"]));
    expect(failed.end).toMatchObject({
      status: "failed",
      error: {
        code: "OUTPUT_INVALID",
        retryable: false,
        nodeId: "shape",
        message: expect.stringContaining("the output must be a number, but is text"),
      },
    });
    const wantsText = { ...transform("input.text"), outputSchema: { type: "string" } };
    expect(start(makePlan({ shape: wantsText }, ["start > shape"])).end?.status).toBe("completed");
  });

  it("refuses values that double at every node before they fill the memory", () => {
    const ids = Array.from({ length: 60 }, (_, index) => `n${index}`);
    const nodes = Object.fromEntries(ids.map((id) => [id, transform({ a: "input", b: "input" })]));
    const plan = makePlan(nodes, ["start > n0", ...ids.slice(1).map((id, index) => `n${index} > ${id}`)]);
    expect(start(plan).end).toMatchObject({ status: "failed", error: { code: "OUTPUT_TOO_LARGE" } });
  });
});
