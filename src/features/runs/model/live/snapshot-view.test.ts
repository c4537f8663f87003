import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pipelineIdSchema, pipelineVersionIdSchema, runIdSchema } from "#core/ids.ts";
import { undoIdOf, undoneBy } from "#core/nodes/undo-of.ts";
import { compilePlan, type PlanEdge } from "#core/pipeline/plan/plan.ts";
import { edgeState } from "#core/run/edge-state.ts";
import { forkState } from "#core/run/fork/fork-state.ts";
import { type AttemptEndings, arbitraryRun, arbitrarySchedule } from "#core/run/testing/arbitrary-run.ts";
import { SimulatedRun } from "#core/run/testing/simulated-run.ts";
import { statusOfPhase } from "#core/run/testing/status-of-phase.ts";
import { notUndone, undoState } from "#core/run/undo-state.ts";
import { emptyRunView, foldRunEvents, type NodeView, type RunView } from "#core/run/view/fold.ts";
import { undoOfState } from "#core/run/view/undo-of-state.ts";
import { edgeLook } from "../edge-look.ts";
import { shownStatus, statusWord } from "../node-look.ts";
import type { AttemptSnapshot, NodeRunSnapshot } from "./run-snapshot.ts";
import { type ViewedSnapshot, viewOfSnapshot } from "./snapshot-view.ts";

const runId = runIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a11");
const nothingPaid = { isRehearsal: false, inputTokens: 0, outputTokens: 0, costMicros: 0, isSandbox: false };

/** The rows of a run's nodes, as the database has them after each change. */
function nodeRunsOf(
  { plan, changes }: SimulatedRun,
  takenOver: readonly NodeRunSnapshot[] = [],
): readonly NodeRunSnapshot[] {
  const rows = new Map(takenOver.map((row) => [row.nodeId, row]));
  for (const change of changes) {
    const { nodeId, status } = change;
    const before = rows.get(nodeId);
    rows.set(nodeId, {
      ...nothingPaid,
      nodeId,
      nodeType: plan.nodeById.get(nodeId)?.type ?? "unknown",
      status,
      input: change.input ?? before?.input ?? null,
      output: change.output ?? before?.output ?? null,
      inputLeftOut: false,
      outputLeftOut: false,
      inputBytes: null,
      outputBytes: null,
      branch: change.branch ?? before?.branch ?? null,
      stop: change.stop ?? before?.stop ?? null,
      error: change.error ?? before?.error ?? null,
      attemptCount: Math.max(change.attempt ?? 0, before?.attemptCount ?? 0),
      reusedFromRunId: null,
      startedAtMs: before?.startedAtMs ?? change.startedAtMs ?? null,
      finishedAtMs: change.finishedAtMs ?? before?.finishedAtMs ?? null,
      wakeAtMs: change.wakeAtMs ?? null,
    });
  }
  return [...rows.values()];
}

/** Attempts that failed and were retried, and those that ended between two steps. */
function attemptsOf({ events, delivered }: SimulatedRun): readonly AttemptSnapshot[] {
  const latest = new Map<string, number>();
  const ended = events.flatMap((event): readonly AttemptSnapshot[] => {
    if (event.type === "node.started") latest.set(event.nodeId, event.attempt);
    const attempt = "nodeId" in event ? latest.get(event.nodeId) : undefined;
    if (event.type === "node.retrying") return [{ ...anyAttempt, ...event, status: "failed" as const }];
    if (event.type !== "node.waiting" || event.kind !== "approval" || attempt === undefined) return [];
    return [paused(event.nodeId, attempt)];
  });
  const begun = delivered.filter((happening) => happening.kind === "tool-runs.begun");
  const all = [...ended, ...begun.map(({ nodeId, attempt }) => paused(nodeId, attempt))];
  return all.toSorted((left, right) => left.attempt - right.attempt);
}

const paused = (nodeId: string, attempt: number) =>
  ({ ...anyAttempt, nodeId, attempt, error: null, status: "cancelled" }) as const;

const anyAttempt = {
  ...nothingPaid,
  provider: null,
  model: null,
  providerRequestId: null,
  ...{ cacheWriteTokens: 0, cacheReadTokens: 0, isEstimated: false },
  ...{ stop: null, textLeftOut: false, text: null },
  ...{ startedAtMs: 0, finishedAtMs: 1 },
};

function snapshotOf(run: SimulatedRun, takenOver: readonly NodeRunSnapshot[]): ViewedSnapshot {
  return {
    run: {
      ...nothingPaid,
      id: runId,
      pipelineId: pipelineIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a12"),
      pipelineName: "Any",
      versionId: pipelineVersionIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a13"),
      versionNumber: 1,
      status: run.state.status,
      triggerKind: "manual",
      triggerKey: null,
      startedByUserId: null,
      forkedFromRunId: null,
      undo: run.state.closing?.undo ?? null,
      heldMicros: 0,
      ...{ createdAtMs: 0, startedAtMs: 0, finishedAtMs: null },
      error: run.end?.error ?? null,
      input: null,
      variables: {},
      output: null,
      outputsLeftOut: [],
      forkedFromNodes: [],
      forkChanges: [],
      bodiesDeletedAtMs: null,
      deadlineAtMs: 1,
      isStopping: false,
      lastEventSeq: run.events.length,
    },
    undo: undoOf(run),
    definition: run.plan.definition,
    nodeRuns: nodeRunsOf(run, takenOver).filter(({ nodeId }) => undoneBy(nodeId) === null),
    attempts: attemptsOf(run),
  };
}

/** As the service builds it from the state, the undo rows and their failed attempts. */
function undoOf(run: SimulatedRun): ViewedSnapshot["undo"] {
  const lastErrors = new Map(
    run.events.flatMap((event) =>
      event.type === "compensation.failed" ? [[undoIdOf(event.nodeId), event.error] as const] : [],
    ),
  );
  return undoOfState(run.plan, run.state, nodeRunsOf(run), lastErrors);
}

function paintedUndo({ undo }: RunView) {
  if (undo === null) return null;
  const { steps, ...rest } = undo;
  // The clocks of this snapshot and of these lines differ.
  return { ...rest, steps: steps.map(({ startedAtMs, finishedAtMs, ...step }) => step) };
}

function foldOf(run: SimulatedRun): RunView {
  const lines = run.events.map((event, index) => ({ ...event, seq: index + 1, atMs: index }));
  return foldRunEvents(emptyRunView(run.plan.definition.nodes.map(({ id }) => id)), lines);
}

/**
 * What is drawn of a node. Outputs are joined when a log is read, and costs are summed by the database: neither is in
 * these lines.
 */
function painted(node: NodeView) {
  const { nodeId, error, isHandled, branch, stop, retries, wakeAtMs } = node;
  return {
    ...{ nodeId, error, isHandled, branch, stop, retries, wakeAtMs },
    word: statusWord(node),
    look: shownStatus(node),
  };
}

function paintedRun(view: RunView) {
  const { status, error, reason, nodes } = view;
  return { status, error, reason, nodes: [...nodes.values()].map(painted), undo: paintedUndo(view) };
}

const looks = { open: "idle", live: "taken", dead: "shut", doom: "shut" } as const;

/** The reducer's state of an edge, in the terms of the graph. */
function lookIn(run: SimulatedRun, edge: PlanEdge) {
  const isCancelled = run.state.phases[edge.from] === "cancelled";
  return isCancelled ? "shut" : looks[edgeState(edge, run.state)];
}

function lookOf(view: RunView, { id, from, to, condition }: PlanEdge & { readonly to: string }) {
  const ends = [from, to].map((nodeId) => view.nodes.get(nodeId));
  const [source, target] = ends;
  if (source === undefined || target === undefined) throw new Error(`edge ${id} leads nowhere`);
  const look = edgeLook({ id, from, to, condition }, source, target);
  return look === "flowing" ? "taken" : look;
}

function expectSame(run: SimulatedRun, takenOver: readonly NodeRunSnapshot[] = []): void {
  const fold = foldOf(run);
  const snapshot = viewOfSnapshot(snapshotOf(run, takenOver), {});
  // While a run is ending, the database is ahead: cancelled nodes have no lines, and the run's last line names them
  // (decision 0005).
  const isAhead = (nodeId: string) => run.end === null && run.state.phases[nodeId] === "cancelled";
  const [fromBook, fromLog] = [snapshot, fold].map((view) => {
    const { nodes, ...rest } = paintedRun(view);
    return { ...rest, nodes: nodes.filter(({ nodeId }) => !isAhead(nodeId)) };
  });
  expect(fromBook).toEqual(fromLog);
  for (const node of run.plan.nodes) {
    if ([node.id, ...node.incoming.map(({ from }) => from)].some(isAhead)) continue;
    expect(fold.nodes.get(node.id)?.status).toBe(statusOfPhase(run.state.phases[node.id] ?? "idle"));
    for (const edge of node.incoming) {
      const drawn = { ...edge, to: node.id };
      expect([lookOf(fold, drawn), lookOf(snapshot, drawn)]).toEqual([lookIn(run, edge), lookIn(run, edge)]);
    }
  }
}

/** A fork that reuses another run except at and below one node, with the rows that the database copies for it. */
function forkOf(source: SimulatedRun, fromNodeId: string, any: { endings: AttemptEndings; flag: boolean }) {
  const { state, reused } = forkState(source.plan, source.state, [fromNodeId]);
  const fork = new SimulatedRun(source.plan, any.endings, { flag: any.flag }, state);
  fork.takeOver(source, reused);
  const takenOver = nodeRunsOf(source)
    .filter(({ nodeId }) => reused.includes(nodeId))
    .map((row) => ({ ...row, attemptCount: 0, reusedFromRunId: runId }));
  return { fork, takenOver };
}

describe("a run's page, for any graph", () => {
  it("is the same from the database as from the log, after every step, including the edges that were taken", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, (any, schedule) => {
        const run = new SimulatedRun(compilePlan(any.definition, []), any.endings, { flag: any.flag });
        run.start();
        expectSame(run);
        run.play(schedule, () => expectSame(run));
        expectSame(run);
      }),
      { numRuns: 150 },
    );
  });

  it("is the same for a run that is stopped", () => {
    fc.assert(
      fc.property(
        arbitraryRun,
        arbitrarySchedule,
        fc.nat(20),
        fc.boolean(),
        (any, schedule, stopAt, undo) => {
          const run = new SimulatedRun(compilePlan(any.definition, []), any.endings, { flag: any.flag });
          run.start().play(schedule, (index) => {
            if (index === stopAt) run.deliver({ kind: "cancel.requested", reason: "Enough.", undo });
            if (run.state.closing !== null) expectSame(run);
          });
          expectSame(run);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("is the same for a run that times out", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, fc.nat(20), (any, schedule, overAt) => {
        const run = new SimulatedRun(compilePlan(any.definition, []), any.endings, { flag: any.flag });
        run.start().play(schedule, (index) => {
          if (index === overAt) run.deliver({ kind: "timeout.reached" });
          expectSame(run);
        });
        expectSame(run);
      }),
      { numRuns: 100 },
    );
  });

  it("is the same for a fork with reused nodes", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, fc.nat(100), (any, schedule, pick) => {
        const plan = compilePlan(any.definition, []);
        const source = new SimulatedRun(plan, any.endings, { flag: any.flag }).start().play(schedule);
        const from = plan.nodes[pick % plan.nodes.length]?.id ?? plan.triggerId;
        const { fork, takenOver } = forkOf(source, from, any);
        fork.start().play(schedule, () => expectSame(fork, takenOver));
        expectSame(fork, takenOver);
      }),
      { numRuns: 150 },
    );
  });

  it("is the same for a run that only undoes another one", () => {
    fc.assert(
      fc.property(arbitraryRun, arbitrarySchedule, fc.nat(20), (any, schedule, stopAt) => {
        const plan = compilePlan(any.definition, []);
        const source = new SimulatedRun(plan, any.endings, { flag: any.flag }).start();
        source.play(schedule, (index) => {
          if (index === stopAt) source.deliver({ kind: "cancel.requested", reason: "Enough." });
        });
        const left = notUndone(source.state);
        if (left.length === 0) return;
        const undoing = new SimulatedRun(
          plan,
          any.endings,
          { flag: any.flag },
          undoState(plan, source.state, runId),
        );
        const nodeIds = plan.nodes.map(({ id }) => id);
        undoing.takeOver(source, nodeIds);
        const takenOver = nodeRunsOf(source)
          .filter(({ nodeId }) => nodeIds.includes(nodeId))
          .map((row) => ({ ...row, attemptCount: 0, reusedFromRunId: runId }));
        undoing.start().play(schedule, () => expectSame(undoing, takenOver));
        expectSame(undoing, takenOver);
        expect(undoing.state.acted).toEqual(left);
        expect(undoing.state.status).toBe(notUndone(undoing.state).length === 0 ? "completed" : "failed");
      }),
      { numRuns: 150 },
    );
  });
});
