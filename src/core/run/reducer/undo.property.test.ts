import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { undoIdOf, undoneBy } from "#core/nodes/undo-of.ts";
import { compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import type { RunState } from "../state.ts";
import { arbitraryRun, arbitrarySchedule } from "../testing/arbitrary-run.ts";
import { SimulatedRun } from "../testing/simulated-run.ts";
import { emptyRunView, foldRunEvents, type RunView } from "../view/fold.ts";

/** When somebody stops the run, and whether it is to be undone then; null: nobody does. */
const arbitraryStop = fc.option(fc.record({ at: fc.nat(25), undo: fc.boolean() }));

function fold(run: SimulatedRun): RunView {
  const lines = run.events.map((event, index) => ({ ...event, seq: index + 1, atMs: index }));
  const twice = lines.flatMap((line) => [line, line]);
  return twice.reduce<RunView>(foldRunEvents, emptyRunView(run.plan.nodes.map((node) => node.id)));
}

const statusByPhase: Readonly<Record<string, string>> = {
  idle: "pending",
  ready: "pending",
  running: "running",
  retrying: "running",
};

/** What the book holds of the undoing, in the form in which a page shows it. */
function steps({ acted, phases }: RunState) {
  return acted.toReversed().map((nodeId) => {
    const phase = phases[undoIdOf(nodeId)] ?? "idle";
    return [nodeId, statusByPhase[phase] ?? phase];
  });
}

function foldedSteps(run: SimulatedRun) {
  return fold(run).undo?.steps.map(({ nodeId, status }) => [nodeId, status]) ?? null;
}

function play(run: SimulatedRun, schedule: readonly number[], stop: { at: number; undo: boolean } | null) {
  run.start().play(schedule, (index) => {
    if (index !== stop?.at) return;
    run.deliver({ kind: "cancel.requested", reason: "no longer wanted", undo: stop.undo });
  });
  return run;
}

/** Pairs of nodes of which one comes after the other. */
function comesAfter(plan: Plan, later: string, earlier: string): boolean {
  const below = new Set([earlier]);
  for (const node of plan.nodes) if (node.incoming.some(({ from }) => below.has(from))) below.add(node.id);
  return later !== earlier && below.has(later);
}

const runs = { numRuns: 300 };

describe("undoing a run, for any graph", () => {
  it("undoes each node that acted once, in the opposite order, and accounts for all of them at the end", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, arbitraryStop, (any, schedule, stop) => {
        const plan = compilePlan(any.definition, []);
        const run = new SimulatedRun(plan, any.endings, { flag: any.flag });
        play(run, schedule, stop);
        const { closing, acted, phases } = run.state;
        const begun = run.events.flatMap((event) =>
          event.type === "compensation.started" && event.attempt === 1 ? [event.nodeId] : [],
        );
        const ended = run.events.flatMap((event) =>
          event.type === "compensation.completed" ||
          (event.type === "compensation.failed" && event.retryAtMs === null)
            ? [event.nodeId]
            : [],
        );
        const wanted = closing?.undo === undefined ? [] : acted.toReversed();
        expect(begun).toEqual(wanted);
        expect(ended).toEqual(wanted);
        for (const [at, later] of wanted.entries()) {
          expect(wanted.slice(0, at).some((before) => comesAfter(plan, later, before))).toBe(false);
        }
        const failed = wanted.filter((id) => phases[undoIdOf(id)] === "failed");
        if (closing?.undo !== undefined) expect(closing.undo).toBe(failed.length === 0 ? "done" : "failed");
        const untouched = plan.undos.filter(({ id }) => !wanted.includes(undoneBy(id) ?? ""));
        expect(untouched.every(({ id }) => phases[id] === "idle")).toBe(true);
      }),
      runs,
    );
  });

  it("is asked for by the settings or by whoever stops the run, and by nobody else", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, arbitraryStop, (any, schedule, stop) => {
        const plan = compilePlan(any.definition, []);
        const run = play(new SimulatedRun(plan, any.endings, { flag: any.flag }), schedule, stop);
        const hasPlan = run.events.some(({ type }) => type === "compensation.planned");
        const isAsked =
          run.state.status === "cancelled"
            ? stop?.undo === true
            : any.definition.settings.onFailure === "undo";
        const isWanted = isAsked && run.state.status !== "completed" && run.state.acted.length > 0;
        expect(hasPlan).toBe(isWanted);
      }),
      runs,
    );
  });

  it("changes nothing else of how a run ends", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, arbitraryStop, (any, schedule, stop) => {
        const ends = (["keep", "undo"] as const).map((onFailure) => {
          const settings = { ...any.definition.settings, onFailure };
          const plan = compilePlan({ ...any.definition, settings }, []);
          const run = play(new SimulatedRun(plan, any.endings, { flag: any.flag }), schedule, stop);
          const phases = plan.nodes.map(({ id }) => run.state.phases[id]);
          return { phases, end: run.end, acted: run.state.acted };
        });
        expect(ends[1]).toEqual(ends[0]);
      }),
      { numRuns: 150 },
    );
  });

  it("tells in its lines all that the state says, at every step", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, arbitraryStop, (any, schedule, stop) => {
        const plan = compilePlan(any.definition, []);
        const run = new SimulatedRun(plan, any.endings, { flag: any.flag });
        run.onStep = (_before, after) => {
          expect(run.state).toEqual(after);
          const hasBegun = plan.undos.some(({ id }) => after.phases[id] !== "idle");
          expect(foldedSteps(run)).toEqual(hasBegun ? steps(after) : null);
          if (hasBegun) expect(fold(run).status).toBe(after.status);
        };
        play(run, schedule, stop);
      }),
      { numRuns: 150 },
    );
  });

  it("does not stop, start again or time out once it has begun", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, (any, schedule) => {
        const settings = { ...any.definition.settings, onFailure: "undo" as const };
        const run = new SimulatedRun(compilePlan({ ...any.definition, settings }, []), any.endings, {
          flag: any.flag,
        });
        run.start().play(schedule, () => {
          if (!run.events.some(({ type }) => type === "compensation.planned")) return;
          expect(run.deliver({ kind: "cancel.requested", reason: "no", undo: false })).toBe(false);
          expect(run.deliver({ kind: "timeout.reached" })).toBe(false);
          expect(run.deliver({ kind: "run.continue" })).toBe(false);
        });
      }),
      { numRuns: 150 },
    );
  });
});
