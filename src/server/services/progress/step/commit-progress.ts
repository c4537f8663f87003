import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import type { NewRunEvent } from "#core/events/run-event.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { addTotals, noTotals, type Totals } from "#core/model/usage.ts";
import { startsRuns } from "#core/pipeline/calls/calls.ts";
import { standsStill } from "#core/run/standing-still.ts";
import { encodeRunState } from "#core/run/state-codec.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import { noteReachedBudgets } from "#server/db/money/budget-alerts.ts";
import { settleBudgets } from "#server/db/money/settle-budgets.ts";
import { insertArtifacts } from "#server/db/run/artifact-store.ts";
import { sumBelow } from "#server/db/run/children/sum-below.ts";
import { writeAgentSteps } from "#server/db/run/progress/agent-steps/write-steps.ts";
import { countRuns } from "#server/db/run/progress/count-runs.ts";
import { requestAbort } from "#server/db/run/progress/request-abort.ts";
import { writeEnd } from "#server/db/run/progress/usual/write-end.ts";
import { writeFirstClaim } from "#server/db/run/progress/usual/write-first-claim.ts";
import { writeHandover } from "#server/db/run/progress/usual/write-handover.ts";
import { writeStart } from "#server/db/run/progress/usual/write-start.ts";
import { writeAttempts } from "#server/db/run/progress/write-attempts.ts";
import { writeLedger } from "#server/db/run/progress/write-ledger.ts";
import {
  type NodeRunWrite,
  type ProgressWrite,
  writeProgress,
} from "#server/db/run/progress/write-progress.ts";
import { writeRefusals } from "#server/db/run/progress/write-refusals.ts";
import { beforeEvents } from "#server/db/wait/event-lock.ts";
import { writeWaits } from "#server/db/wait/write-waits.ts";
import { lookBack, lookingBack } from "#server/services/waits/look-back.ts";
import type { EngineContext } from "../engine-context.ts";
import { type Changeset, ledgerLinesOf, takeUnbudgetedLines } from "./changeset.ts";
import { describeRunEnd } from "./describe-run-end.ts";
import { dispatchEvents, toEngineEvents, toParentEvent } from "./dispatch-effects.ts";
import { endingOf, firstClaimOf, handoverOf, isProgressAlone } from "./handover-of.ts";
import { hearCircuits } from "./hear-circuits.ts";
import { trackOpenRuns } from "./track-open-runs.ts";

/**
 * Writes a changeset: the run, its node runs, log, attempts, money, artifacts and effects, all in the caller's
 * transaction. What is not committed did not happen; what is committed will be carried out by the engine.
 */
export function commitProgress(
  tx: DirectTransaction,
  context: Pick<EngineContext, "engine">,
  changeset: Changeset,
  then: "commit" | "go-on",
): Promise<void> {
  return commitChangesets(tx, context, changeset.run.workspaceId, [changeset], then);
}

/**
 * Writes changesets of different runs of a workspace, which share the transaction and its disk flush. Everything is
 * read first and then written in one packet, with the COMMIT when this is the last of the transaction. The order
 * follows the foreign keys.
 * @throws ChangedMeanwhileError when a run has changed whose changeset was made without its lock.
 */
export async function commitChangesets(
  tx: DirectTransaction,
  context: Pick<EngineContext, "engine">,
  workspaceId: WorkspaceId,
  all: readonly Changeset[],
  then: "commit" | "go-on",
): Promise<void> {
  const changesets = all.filter((changeset) => !isUntouched(changeset));
  if (changesets.length === 0) return;
  const written = writeUsual(tx, workspaceId, changesets);
  if (written !== null) {
    await Promise.all([written, then === "commit" && tx.commit()]);
    return;
  }
  await Promise.all(
    changesets.map((changeset) => changeset.end !== null && describeRunEnd(tx, changeset, changeset.end)),
  );
  const events = await Promise.all(
    changesets.map(async (changeset) => {
      const occasion = occasionOf(changeset);
      const asked = await toEngineEvents(tx, changeset, occasion);
      return { nowMs: changeset.run.nowMs, events: [...asked, ...eventToParent(changeset, occasion)] };
    }),
  );
  const reports = changesets.flatMap((changeset) => changeset.reports);
  const circuits = await hearCircuits(tx, workspaceId, reports);
  const looking = changesets.flatMap(({ run, waits }) => lookingBack(run, waits));
  const isLast = then === "commit" && looking.length === 0;
  await Promise.all([
    // Before everything else: senders of events hold this lock, and no other that a step wants.
    hasEventWait(changesets) && beforeEvents(tx, workspaceId),
    ...writeBook(tx, workspaceId, changesets),
    sumBelow(
      tx,
      workspaceId,
      changesets.filter(endsTree).map(({ run: { runId } }) => runId),
    ),
    circuits.write(),
    ...changesets.map(
      ({ run, effects }) =>
        effects.some(({ kind }) => kind === "attempts.abort") && requestAbort(tx, run.runId),
    ),
    dispatchEvents(tx, context.engine, workspaceId, events),
    trackOpenRuns(tx, changesets),
    countRuns(tx, workspaceId, changesets.filter(isCounted).map(countOf)),
    isLast && tx.commit(),
  ]);
  if (looking.length === 0) return;
  await lookBack(tx, context.engine, workspaceId, looking);
  if (then === "commit") await tx.commit();
}

/** Writes a step that is only a handover (as most are), a first claim or an end; null for any other step. */
function writeUsual(
  tx: DirectTransaction,
  workspaceId: WorkspaceId,
  [changeset, ...others]: readonly Changeset[],
): Promise<void> | null {
  if (changeset === undefined || others.length > 0 || !isProgressAlone(changeset)) return null;
  const write = progressOf(changeset);
  const handover = handoverOf(changeset, write);
  if (handover !== null) return writeHandover(tx, workspaceId, handover);
  const claim = firstClaimOf(changeset, write);
  return claim === null ? null : writeFirstClaim(tx, workspaceId, claim);
}

/** Everything issued here is sent in the caller's packet, in this order. */
function writeBook(
  tx: DirectTransaction,
  workspaceId: WorkspaceId,
  changesets: readonly Changeset[],
): readonly Promise<void>[] {
  return [
    writeProgressAndAttempts(tx, workspaceId, changesets),
    writeRefusals(
      tx,
      workspaceId,
      changesets.flatMap(({ run: { runId }, refusals }) => refusals.map((one) => ({ ...one, runId }))),
    ),
    writeAgentSteps(
      tx,
      workspaceId,
      changesets.flatMap(({ run: { runId }, agentSteps }) => agentSteps.map((one) => ({ ...one, runId }))),
    ),
    writeLedger(tx, workspaceId, changesets.flatMap(ledgerLinesOf)),
    settleBudgets(tx, workspaceId, changesets.flatMap(takeUnbudgetedLines)),
    insertArtifacts(
      tx,
      workspaceId,
      changesets.flatMap(({ run: { runId }, artifacts }) => artifacts.map((one) => ({ ...one, runId }))),
    ),
    writeWaits(
      tx,
      workspaceId,
      changesets.map(({ run: { runId }, waits }) => ({ runId, waits })),
      uuid7,
    ),
    noteReachedBudgets(
      tx,
      workspaceId,
      changesets.flatMap(({ reached }) => reached),
    ),
  ];
}

/** Most single steps are handovers, for which a special statement is cheaper. */
async function writeProgressAndAttempts(
  tx: DirectTransaction,
  workspaceId: WorkspaceId,
  changesets: readonly Changeset[],
): Promise<void> {
  const writes = changesets.map(progressOf);
  const [[changeset], [write]] = [changesets, writes];
  const isAlone = changeset !== undefined && write !== undefined && changesets.length === 1;
  if (isAlone && changeset.newRun !== null) return writeStart(tx, workspaceId, changeset.newRun, write);
  const handover = isAlone && handoverOf(changeset, write);
  if (handover) return writeHandover(tx, workspaceId, handover);
  const ending = isAlone && endingOf(changeset, write);
  if (ending) return writeEnd(tx, workspaceId, ending);
  const attempts = changesets.map(({ run: { runId }, closes, opens }) => ({ runId, closes, opens }));
  await Promise.all([writeProgress(tx, workspaceId, writes), writeAttempts(tx, workspaceId, attempts)]);
}

/** Child runs are part of their parent, and a judge's run does not count as one of its pipeline. */
function isCounted({ run, plan }: Changeset): boolean {
  return run.child === null && plan.isJudge !== true;
}

function countOf({ run: { pipelineId }, isStart, end }: Changeset) {
  return { pipelineId, started: isStart, endedAs: end?.status ?? null };
}

/** A parent is notified in the transaction in which its child ends, begins to wait, or continues. */
function eventToParent({ run, plan, state, end }: Changeset, occasion: string): readonly EngineEvent[] {
  const { child, workspaceId, runId, nowMs, isStandingStill } = run;
  if (child === null) return [];
  const hasNews = end !== null || standsStill(plan, state) !== isStandingStill;
  return hasNews ? [toParentEvent(workspaceId, child.parent, `${runId}:${occasion}`, nowMs)] : [];
}

/** A root that may have started runs has ended. */
function endsTree({ run: { child }, plan, end }: Changeset): boolean {
  return end !== null && child === null && startsRuns(plan.definition);
}

function hasEventWait(changesets: readonly Changeset[]): boolean {
  return changesets.some(({ waits }) =>
    waits.some((wait) => wait.kind === "open" && wait.entry.kind === "event"),
  );
}

function occasionOf({ run, events }: Changeset): string {
  return String(run.lastEventSeq + events.length);
}

function progressOf(changeset: Changeset): ProgressWrite {
  const { run, plan, state, isStart, isLocked, end } = changeset;
  const isRest = end === null && standsStill(plan, state);
  return {
    runId: run.runId,
    ...encodeRunState(plan, state),
    was: { frontier: run.frontier, lastEventSeq: run.lastEventSeq, isLocked },
    events: stampTotals(changeset),
    nodes: nodeWrites(changeset),
    spent: changeset.spent.size === 0 ? null : sumOf(changeset),
    isStart,
    standsStill: isRest,
    end,
  };
}

/** A step that found nothing to do: the node is busy, or the run has moved on. */
export function isUntouched({ changes, events, effects, opens, closes }: Changeset): boolean {
  return changes.size + events.length + effects.length + opens.length + closes.length === 0;
}

function sumOf(changeset: Changeset): Totals {
  return [...changeset.spent.values()].reduce(addTotals, noTotals);
}

function nodeWrites(changeset: Changeset): readonly NodeRunWrite[] {
  return [...changeset.changes.values()].map((change) => ({
    ...change,
    nodeType: changeset.plan.nodeById.get(change.nodeId)?.type ?? "unknown",
    spent: changeset.spent.get(change.nodeId) ?? null,
  }));
}

/** The reducer knows no money: lines that end a node or the run get their sums here. */
function stampTotals(changeset: Changeset): readonly NewRunEvent[] {
  const { run } = changeset;
  const before = {
    inputTokens: run.inputTokens,
    outputTokens: run.outputTokens,
    costMicros: run.costMicros,
    sandbox: run.isSandbox,
  };
  return changeset.events.map((event) => {
    switch (event.type) {
      case "run.completed":
      case "run.failed":
      case "run.cancelled":
      case "run.timeout":
        return { ...event, totals: addTotals(before, sumOf(changeset)) };
      case "node.completed":
      case "node.failed":
        return withNodeTotals(event, changeset.nodeTotals.get(event.nodeId));
      default:
        return event;
    }
  });
}

function withNodeTotals(event: NewRunEvent, totals: Totals | undefined): NewRunEvent {
  return totals === undefined ? event : ({ ...event, totals } as NewRunEvent);
}
