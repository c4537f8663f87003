import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { undoneBy } from "#core/nodes/undo-of.ts";
import { compilePlan, type Plan, type PlanNode } from "#core/pipeline/plan/plan.ts";
import { forkState } from "../fork/fork-state.ts";
import { isOpenPhase } from "../phase.ts";
import { standsStill } from "../standing-still.ts";
import type { RunState } from "../state.ts";
import { arbitraryRun, arbitrarySchedule } from "../testing/arbitrary-run.ts";
import { hasItems } from "../testing/simulated-items.ts";
import { SimulatedRun } from "../testing/simulated-run.ts";
import { statusOfPhase } from "../testing/status-of-phase.ts";
import { emptyRunView, foldRunEvents, type RunView } from "../view/fold.ts";
import { undoneNodes } from "./undo.ts";

function finalStateOf(run: SimulatedRun) {
  const { phases, branches, failure, status } = run.state;
  return { phases, branches, failure, status, end: run.end, outputs: Object.fromEntries(run.outputs) };
}

function statusesOf(plan: Plan, state: RunState) {
  return plan.nodes.map((node) => [node.id, statusOfPhase(state.phases[node.id] ?? "idle")]);
}

/** Every line twice and one by one, as a reader that was cut off may see them. */
function fold(run: SimulatedRun): RunView {
  const lines = run.events.map((event, index) => ({ ...event, seq: index + 1, atMs: index }));
  const twice = lines.flatMap((line) => [line, line]);
  return twice.reduce<RunView>(foldRunEvents, emptyRunView(run.plan.nodes.map((node) => node.id)));
}

function foldedStatuses(run: SimulatedRun) {
  return [...fold(run).nodes.values()].map((node) => [node.nodeId, node.status]);
}

/** Nodes whose waits have begun and not ended, in plan order; each begins and ends at most once. */
function openWaits(run: SimulatedRun): readonly string[] {
  const open = new Set<string>();
  const over = new Set<string>();
  for (const { kind, nodeId } of run.waits) {
    if (kind === "open") {
      // A call may come to wait again with a later try.
      const mayWaitAgain = run.asksModel(nodeId);
      expect(open.has(nodeId) || (over.has(nodeId) && !mayWaitAgain)).toBe(false);
      open.add(nodeId);
    } else {
      expect(open.delete(nodeId)).toBe(true);
      over.add(nodeId);
    }
  }
  return run.plan.nodes.map((node) => node.id).filter((id) => open.has(id));
}

function isOpen(state: RunState, nodeId: string): boolean {
  return isOpenPhase(state.phases[nodeId] ?? "idle");
}

function expectOrderlyStep(node: PlanNode, before: RunState, after: RunState): void {
  if (!isOpen(before, node.id)) expect(after.phases[node.id]).toBe(before.phases[node.id]);
  if (after.phases[node.id] === "idle" || after.phases[node.id] === "doomed") return;
  expect(node.incoming.filter((edge) => isOpen(after, edge.from))).toEqual([]);
}

/** The chosen nodes and all that come after them. */
function atOrBelow(plan: Plan, from: readonly string[]): ReadonlySet<string> {
  const below = new Set(from);
  for (const node of plan.nodes) {
    if (node.incoming.some((edge) => below.has(edge.from))) below.add(node.id);
  }
  return below;
}

function settleAllInFlight(run: SimulatedRun): void {
  const inFlight = run.possible().filter((id) => undoneBy(id) === null);
  expect(inFlight.filter((id) => run.state.phases[id] !== "running")).toEqual([]);
  for (const id of inFlight) {
    expect(run.end).toBeNull();
    run.step(id);
    // One that works through a list ends when all its items have.
    while (hasItems(run.plan, id) && run.state.phases[id] === "running") run.step(id);
  }
}

/** It ends with what is in flight, or is undone then. */
function expectEarlyEnd(run: SimulatedRun, isCancel: boolean): void {
  run.deliver(isCancel ? { kind: "cancel.requested", reason: "stop" } : { kind: "timeout.reached" });
  settleAllInFlight(run);
  if (run.state.closing?.undo === "asked") expect(run.state.acted).not.toEqual([]);
  else expect(run.state.status).toBe(isCancel ? "cancelled" : "timeout");
}

const runs = { numRuns: 400 };

describe("advance, for any graph", () => {
  it("ends the same in any order of completions, failures and repeated deliveries", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, arbitrarySchedule, (any, one, other) => {
        const plan = compilePlan(any.definition, []);
        const play = (schedule: readonly number[]) =>
          finalStateOf(new SimulatedRun(plan, any.endings, { flag: any.flag }).start().play(schedule));
        expect(play(one)).toEqual(play(other));
      }),
      runs,
    );
  });

  it("ends the same in however many steps a budget of work divides it, and never stands still", () => {
    fc.assert(
      fc.property(
        arbitraryRun,
        arbitrarySchedule,
        arbitrarySchedule,
        fc.nat(4_000),
        fc.constantFrom(0, 1, Number.POSITIVE_INFINITY),
        (any, one, other, workUnits, roundsOfAsking) => {
          const plan = compilePlan(any.definition, []);
          const whole = new SimulatedRun(plan, any.endings, { flag: any.flag }).start().play(one);
          const divided = new SimulatedRun(plan, any.endings, { flag: any.flag });
          Object.assign(divided, { workUnits, roundsOfAsking });
          divided.start().play(other);
          expect(finalStateOf(divided)).toEqual(finalStateOf(whole));
          expect(foldedStatuses(divided)).toEqual(statusesOf(plan, divided.state));
          // Said once more, after all has been done.
          expect(divided.deliver({ kind: "run.continue" })).toBe(false);
        },
      ),
      runs,
    );
  });

  it("starts a node only when all before it have ended, and lets nothing leave a terminal phase", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, (any, schedule) => {
        const plan = compilePlan(any.definition, []);
        const run = new SimulatedRun(plan, any.endings, { flag: any.flag });
        run.onStep = (before, after) => {
          for (const node of plan.nodes) expectOrderlyStep(node, before, after);
        };
        run.start().play(schedule);
        expect(plan.nodes.filter((node) => isOpen(run.state, node.id))).toEqual([]);
      }),
      runs,
    );
  });

  it("is kept whole by the codec", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, (any, schedule) => {
        const run = new SimulatedRun(compilePlan(any.definition, []), any.endings, { flag: any.flag });
        // `run.state` went through the codec, `after` did not.
        run.onStep = (_before, after) => expect(run.state).toEqual(after);
        run.start().play(schedule);
      }),
      runs,
    );
  });

  it("tells in its events all that the state says", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, fc.option(fc.nat(15)), (any, schedule, cancelAt) => {
        const plan = compilePlan(any.definition, []);
        const run = new SimulatedRun(plan, any.endings, { flag: any.flag });
        run.onStep = () => {
          // Cancelled nodes are told by the line that ends the run.
          if (run.state.closing !== null && run.end === null) return;
          expect(fold(run).status).toBe(run.state.status);
          expect(foldedStatuses(run)).toEqual(statusesOf(plan, run.state));
        };
        run.start().play(schedule, (index) => {
          if (index === cancelAt) run.deliver({ kind: "cancel.requested", reason: "no longer wanted" });
        });
      }),
      { numRuns: 150 },
    );
  });

  it("enters every wait once, and ends each with its node", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, fc.option(fc.nat(15)), (any, schedule, cancelAt) => {
        const plan = compilePlan(any.definition, []);
        const run = new SimulatedRun(plan, any.endings, { flag: any.flag });
        run.onStep = () => {
          const waiting = plan.nodes
            .filter(
              (node) =>
                node.type !== "delay" &&
                node.kind !== "child" &&
                run.state.attempts[node.id]?.awaitsRuns !== true &&
                run.state.phases[node.id] === "waiting",
            )
            .map((node) => node.id);
          expect(openWaits(run)).toEqual(waiting);
          const isAtWork = plan.nodes.some((node) =>
            ["ready", "running", "retrying"].includes(run.state.phases[node.id] ?? ""),
          );
          const hasMore = run.isCutShort || isAtWork || run.end !== null;
          if (standsStill(plan, run.state)) expect(hasMore).toBe(false);
          else if (run.state.status === "waiting") expect(hasMore).toBe(true);
        };
        run.start().play(schedule, (index) => {
          if (index === cancelAt) run.deliver({ kind: "cancel.requested", reason: "no longer wanted" });
        });
        expect(openWaits(run)).toEqual([]);
      }),
      runs,
    );
  });

  it("ends a cancelled or timed-out run as soon as what is in flight has settled", () => {
    fc.assert(
      fc.property(
        arbitraryRun,
        arbitrarySchedule,
        fc.nat(12),
        fc.boolean(),
        (any, schedule, at, isCancel) => {
          const run = new SimulatedRun(compilePlan(any.definition, []), any.endings, {
            flag: any.flag,
          }).start();
          run.play(schedule, (index) => {
            if (index === at) expectEarlyEnd(run, isCancel);
          });
        },
      ),
      runs,
    );
  });

  it("forks: takes over exactly what is neither at nor below the chosen node, and ends as a whole run would", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, fc.nat(100), (any, schedule, pick) => {
        const plan = compilePlan(any.definition, []);
        const source = new SimulatedRun(plan, any.endings, { flag: any.flag }).start().play(schedule);
        const from = plan.nodes[pick % plan.nodes.length]?.id ?? plan.triggerId;
        const { state, reused } = forkState(plan, source.state, [from]);
        const below = atOrBelow(plan, [from, ...undoneNodes(plan, source.state)]);
        const kept = plan.nodes
          .map((node) => node.id)
          .filter(
            (id) =>
              !below.has(id) && ["completed", "handled", "skipped"].includes(source.state.phases[id] ?? ""),
          );
        expect(reused).toEqual(kept);

        const fork = new SimulatedRun(plan, any.endings, { flag: any.flag }, state);
        fork.takeOver(source, reused);
        fork.start().play(schedule);
        expect(finalStateOf(fork)).toEqual(finalStateOf(source));
        const started = fork.events.flatMap((event) => (event.type === "node.started" ? [event.nodeId] : []));
        expect(started.filter((id) => reused.includes(id))).toEqual([]);
        expect(foldedStatuses(fork)).toEqual(statusesOf(plan, fork.state));
      }),
      runs,
    );
  });
});
