import { describe, expect, it } from "vitest";
import { expressionLimits } from "#core/expression/metering/limits.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { Happening } from "../happening.ts";
import { initialRunState } from "../phase.ts";
import type { RunState } from "../state.ts";
import { makePlan, noop, transform } from "../testing/make-plan.ts";
import { must, nowMs } from "../testing/step-run.ts";
import { advance } from "./advance.ts";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

function inARow(count: number, node: Parameters<typeof makePlan>[0][string]): Plan {
  const names = ids(count);
  const nodes = Object.fromEntries(names.map((id) => [id, node]));
  return makePlan(nodes, ["start > n0", ...names.slice(1).map((id, index) => `n${index} > ${id}`)]);
}

const deadlineMs = nowMs + 3_600_000;

/** Takes steps of this budget until the run ends, as a book would; the nodes that each of them decided. */
function stepsOf(plan: Plan, trigger: Parameters<typeof advance>[3]["trigger"], workUnits: number) {
  const outputs = new Map();
  const decided: number[] = [];
  let state: RunState = initialRunState(plan);
  let happening: Happening = { kind: "run.start" };
  for (;;) {
    const context = {
      nowMs,
      runId: "run",
      startedAtMs: nowMs,
      deadlineMs,
      trigger,
      variables: {},
      outputs,
      workUnits,
    };
    const step = must(advance(plan, state, happening, context));
    for (const { nodeId, output } of step.changes) outputs.set(nodeId, output);
    decided.push(step.changes.length);
    if (step.end !== null) return { decided, end: step.end };
    expect(step.effects).toEqual([{ kind: "run.continue" }]);
    state = step.state;
    happening = { kind: "run.continue" };
  }
}

/** A good part of what one expression may do. */
const costly = "input.map(a, input.filter(b, b > a)).size() >= 0";
const numbers = Array.from({ length: 300 }, (_, index) => index);

describe("advance: a step's budget of work", () => {
  it("counts expressions: a long row of costly conditions takes many steps", () => {
    const plan = inARow(40, { type: "condition", config: { condition: costly } });
    const { decided, end } = stepsOf(plan, numbers, 200_000);
    expect(end.status).toBe("completed");
    expect(Math.max(...decided)).toBeLessThanOrEqual(2);
    const roomy = stepsOf(plan, numbers, 10 * expressionLimits.workUnits);
    expect(roomy.decided.length).toBeLessThan(decided.length / 4);
  });

  it("counts what is written down: large values fill a step, though nothing is computed", () => {
    const plan = inARow(40, transform("input"));
    const { decided } = stepsOf(plan, "x".repeat(200_000), 200_000);
    expect(Math.max(...decided)).toBeLessThanOrEqual(3);
    expect(stepsOf(plan, "x".repeat(200), 200_000).decided).toHaveLength(1);
  });

  it("ends a short pipeline of pure nodes in the step that starts it", () => {
    expect(stepsOf(inARow(100, transform({ all: "input" })), "tides", 200_000).decided).toHaveLength(1);
  });

  it("decides the first node of a further step whatever it takes, and an attempt's end always", () => {
    const plan = inARow(3, { type: "condition", config: { condition: costly } });
    expect(stepsOf(plan, numbers, 0).decided).toEqual([0, 1, 1, 1, 1]);
    const mixed = makePlan({ call: noop, after: transform("input") }, ["start > call", "call > after"]);
    const context = {
      nowMs,
      runId: "run",
      startedAtMs: nowMs,
      deadlineMs,
      trigger: null,
      variables: {},
      outputs: new Map(),
      workUnits: 0,
    };
    const phases = { start: "completed", call: "running", after: "idle" } as const;
    const attempts = { call: { number: 1, lost: 0, lostInARow: 0 } };
    const state = { ...initialRunState(mixed), status: "running", phases, attempts } as const;
    const done = { kind: "attempt.completed", nodeId: "call", attempt: 1, output: "done" } as const;
    const step = must(advance(mixed, state, done, context));
    expect(step.state.phases).toMatchObject({ call: "completed", after: "idle" });
    expect(step.effects).toEqual([{ kind: "run.continue" }]);
  });

  it("shares one budget among all cases of a condition", () => {
    const cases = ids(50).map((label) => ({ label, when: `${costly} && false` }));
    const plan = makePlan({ which: { type: "condition", config: { cases } } }, ["start > which"]);
    const { end } = stepsOf(plan, numbers, Number.POSITIVE_INFINITY);
    expect(end).toMatchObject({ status: "failed", error: { code: "EXPRESSION_FAILED" } });
  });

  it("has nothing to continue where nothing was left, or the run is being stopped", () => {
    const plan = inARow(3, transform("input"));
    const context = {
      nowMs,
      runId: "run",
      startedAtMs: nowMs,
      deadlineMs,
      trigger: null,
      variables: {},
      outputs: new Map(),
      workUnits: 1,
    };
    const begun = must(advance(plan, initialRunState(plan), { kind: "run.start" }, context)).state;
    const stopped = must(advance(plan, begun, { kind: "cancel.requested", reason: "no" }, context));
    expect(stopped.end?.status).toBe("cancelled");
    expect(advance(plan, stopped.state, { kind: "run.continue" }, context).kind).toBe("ignored");
    const waiting = makePlan({ call: noop }, ["start > call"]);
    const { state } = must(
      advance(waiting, initialRunState(waiting), { kind: "run.start" }, { ...context, workUnits: 1e9 }),
    );
    expect(advance(waiting, state, { kind: "run.continue" }, context).kind).toBe("ignored");
  });
});
