import { describe, expect, it } from "vitest";
import { problemsOf, withParts } from "#core/pipeline/testing/brief-definition.ts";
import { forkState } from "../fork/fork-state.ts";
import { decodeRunState, encodeRunState } from "../state-codec.ts";
import { makePlan, transform } from "../testing/make-plan.ts";
import { claim, failure, must, refused, start, step } from "../testing/step-run.ts";
import { isOddStop } from "./stop.ts";

const asks = { type: "agent", config: { model: "sandbox/echo", task: "x" }, onError: "continue" };
const plan = makePlan({ ask: asks, seen: transform("nodes.ask.stop") }, ["start > ask", "ask > seen"]);
const ready = claim(plan, start(plan).state, "ask").state;
const completed = (stop?: string) =>
  must(
    step(plan, ready, {
      kind: "attempt.completed",
      nodeId: "ask",
      attempt: 1,
      output: "half",
      ...(stop === undefined ? {} : { stop }),
    }),
  );

describe("why a model stopped", () => {
  it.each([
    ["max_tokens", "max_tokens"],
    ["a_reason_of_2030", "a_reason_of_2030"],
    ["end_turn", "end_turn"],
    [undefined, "end_turn"],
  ])("%s is seen by expressions as %s", (stop, seen) => {
    expect(completed(stop).end).toMatchObject({ status: "completed", output: seen });
  });

  it.each([
    ["max_tokens", "max_tokens"],
    ["refusal", "refusal"],
    ["end_turn", null],
    [undefined, null],
  ])("%s of an answer that failed and was caught is seen as %s", (stop, seen) => {
    const told = stop === undefined ? {} : { stop };
    const after = must(step(plan, ready, { ...failure("ask", refused), ...told }));
    expect(after.end).toMatchObject({ output: seen });
    expect(after.events[0]).toMatchObject({ type: "node.failed", ...(seen === null ? {} : { stop: seen }) });
    expect(after.changes[0]).toMatchObject({ nodeId: "ask", status: "failed", ...told });
    expect(decodeRunState(plan, encodeRunState(plan, after.state)).stops).toEqual(
      seen === null ? {} : { ask: seen },
    );
  });

  it("stands on the line and the node run, and in the book and in forks while it is unusual", () => {
    const cut = completed("max_tokens");
    expect(cut.events[0]).toMatchObject({ type: "node.completed", nodeId: "ask", stop: "max_tokens" });
    expect(cut.changes[0]).toMatchObject({ nodeId: "ask", stop: "max_tokens" });
    expect(decodeRunState(plan, encodeRunState(plan, cut.state)).stops).toEqual({ ask: "max_tokens" });
    expect(forkState(plan, cut.state, ["seen"]).state.stops).toEqual({ ask: "max_tokens" });
    expect(forkState(plan, cut.state, ["ask"]).state.stops).toEqual({});
    const usual = completed("end_turn");
    expect(usual.events[0]).not.toHaveProperty("stop");
    expect(usual.changes[0]).toMatchObject({ stop: "end_turn" });
    expect(encodeRunState(plan, usual.state).frontier).toHaveLength(plan.nodes.length);
  });

  it("is a field of agents alone", () => {
    const look = (id: string) => ({
      id: "look",
      type: "transform",
      name: "Look",
      config: { value: `nodes.${id}.stop` },
    });
    const edges = [{ id: "e3", from: "send", to: "look" }];
    expect(problemsOf(withParts([look("draft")], edges))).toEqual([]);
    expect(problemsOf(withParts([look("send")], edges))).toMatchObject([
      { nodeId: "look", code: "TYPE_MISMATCH" },
    ]);
  });

  it.each([
    ["end_turn", false],
    ["stop_sequence", false],
    ["max_tokens", true],
    ["refusal", true],
    ["news", true],
  ])("%s is unusual: %s", (stop, isOdd) => {
    expect(isOddStop(stop)).toBe(isOdd);
  });
});
