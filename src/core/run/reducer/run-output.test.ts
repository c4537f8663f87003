import { describe, expect, it } from "vitest";
import { makePlan, noop, transform } from "../testing/make-plan.ts";
import { claim, complete, must, nowMs, start, step } from "../testing/step-run.ts";
import { advance } from "./advance.ts";

const gate = (condition: string) => ({ type: "condition", config: { condition } });

describe("the output of a run", () => {
  it("is that of the node with which the graph ends, null where it was skipped", () => {
    const endOf = (condition: string) =>
      start(makePlan({ gate: gate(condition), end: transform("1") }, ["start > gate", "gate > end : true"]))
        .end?.output;
    expect(endOf("input.flag")).toBe(1);
    expect(endOf("!input.flag")).toBeNull();
  });

  it("is an object by node id where the graph ends with several, whatever ran", () => {
    const endOf = (condition: string) =>
      start(
        makePlan({ gate: gate(condition), yes: transform("'y'"), no: transform("'n'") }, [
          "start > gate",
          "gate > yes : true",
          "gate > no : false",
        ]),
      ).end?.output;
    expect(endOf("input.flag")).toEqual({ yes: "y", no: null });
    expect(endOf("!input.flag")).toEqual({ yes: null, no: "n" });
    const both = makePlan({ yes: transform("'y'"), no: transform("'n'") }, ["start > yes", "start > no"]);
    expect(start(both).end?.output).toEqual({ yes: "y", no: "n" });
  });

  it("leaves out what does not fit, names it, and still takes what fits", () => {
    const plan = makePlan({ a: noop, b: noop, c: noop }, ["start > a", "start > b", "start > c"]);
    const outputs = { a: "a".repeat(3_000_000), b: "b".repeat(3_000_000) };
    let { state } = start(plan);
    for (const id of ["a", "b", "c"]) state = claim(plan, state, id).state;
    for (const [id, output] of Object.entries(outputs))
      state = must(step(plan, state, complete(id, output))).state;
    const asked = step(plan, state, complete("c", "c"));
    expect(asked).toEqual({ kind: "needs-outputs", nodeIds: ["a", "b"], isEnd: true });
    const { end } = must(step(plan, state, complete("c", "c"), outputs));
    expect(end).toMatchObject({ status: "completed", outputsLeftOut: ["b"] });
    expect(end?.output).toEqual({ a: outputs.a, b: null, c: "c" });
  });

  it("leaves out what was too large to be read at all", () => {
    const plan = makePlan({ a: noop, b: noop }, ["start > a", "start > b"]);
    let { state } = start(plan);
    for (const id of ["a", "b"]) state = claim(plan, state, id).state;
    state = must(step(plan, state, complete("a", "large"))).state;
    const result = advance(plan, state, complete("b", "small"), {
      nowMs,
      runId: "run",
      startedAtMs: nowMs,
      deadlineMs: nowMs + plan.timeoutMs,
      trigger: null,
      variables: {},
      outputs: new Map(),
      outputsLeftOut: new Set(["a"]),
    });
    expect(must(result).end).toMatchObject({ output: { a: null, b: "small" }, outputsLeftOut: ["a"] });
  });

  it("is bounded for a single node too", () => {
    const plan = makePlan({ call: noop }, ["start > call"]);
    const running = claim(plan, start(plan).state, "call").state;
    const { end } = must(step(plan, running, complete("call", "x".repeat(5_000_000))));
    expect(end).toMatchObject({ status: "completed", output: null, outputsLeftOut: ["call"] });
  });
});
