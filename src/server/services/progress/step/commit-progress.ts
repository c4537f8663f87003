import type { NewRunEvent } from "#core/events/run-event.ts";
import { addTotals, noTotals, type Totals } from "#core/model/usage.ts";
import { encodeRunState } from "#core/run/state-codec.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import { insertArtifacts } from "#server/db/run/artifact-store.ts";
import { countRuns } from "#server/db/run/progress/count-runs.ts";
import { requestAbort } from "#server/db/run/progress/request-abort.ts";
import { requireUnchanged, type Unchanged } from "#server/db/run/progress/require-unchanged.ts";
import { writeAttempts } from "#server/db/run/progress/write-attempts.ts";
import { writeLedger } from "#server/db/run/progress/write-ledger.ts";
import { type NodeRunWrite, writeProgress } from "#server/db/run/progress/write-progress.ts";
import type { EngineContext } from "../engine-context.ts";
import { describeRunEnd } from "./describe-run-end.ts";
import { dispatchEvents, toEngineEvents } from "./dispatch-effects.ts";
import type { ProgressDraft } from "./progress-draft.ts";
import { watchOver } from "./watch-over.ts";

/**
 * Writes a draft: the run, its node runs, log, attempts, money, artifacts and what must be done next, all in the caller's transaction.
 * What is not committed did not happen, and what is committed will be carried on by the engine.
 *
 * Everything is read first and then written in one packet, with the COMMIT when this is the last of the transaction. The order is that of
 * the foreign keys; the pipeline's counters are last, because all its runs wait for each other at that row. A draft that was not read under the
 * run's lock is written only if all is `unchanged`.
 */
export async function commitProgress(
  tx: DirectTransaction,
  context: Pick<EngineContext, "engine">,
  draft: ProgressDraft,
  then: "commit" | "go-on",
  unchanged: Unchanged | null = null,
): Promise<void> {
  const { run, plan, state, end } = draft;
  const { workspaceId, runId } = run;
  if (isUntouched(draft)) return;
  if (end !== null) await describeRunEnd(tx, draft, end);
  const events = await toEngineEvents(tx, draft, String(run.lastEventSeq + draft.events.length));
  await Promise.all([
    unchanged === null ? null : requireUnchanged(tx, unchanged),
    writeProgress(tx, {
      workspaceId,
      runId,
      ...encodeRunState(plan, state),
      lastEventSeq: run.lastEventSeq,
      events: stampTotals(draft),
      nodes: nodeWrites(draft),
      spent: draft.spent.size === 0 ? null : sumOf(draft),
      isStart: draft.isStart,
      end,
    }),
    writeAttempts(tx, workspaceId, runId, draft.closes, draft.opens),
    writeLedger(tx, workspaceId, runId, draft.ledger),
    insertArtifacts(tx, workspaceId, runId, draft.artifacts),
    draft.effects.some((effect) => effect.kind === "attempts.abort") && requestAbort(tx, runId),
    dispatchEvents(tx, context.engine, run, events),
    watchOver(tx, draft),
    countRuns(tx, workspaceId, run.pipelineId, { started: draft.isStart, endedAs: end?.status ?? null }),
    then === "commit" && tx.commit(),
  ]);
}

/** A step that found nothing to do: the node is busy, or the run went on without it. */
export function isUntouched({ changes, events, effects, opens, closes }: ProgressDraft): boolean {
  return changes.size + events.length + effects.length + opens.length + closes.length === 0;
}

function sumOf(draft: ProgressDraft): Totals {
  return [...draft.spent.values()].reduce(addTotals, noTotals);
}

function nodeWrites(draft: ProgressDraft): readonly NodeRunWrite[] {
  return [...draft.changes.values()].map((change) => ({
    ...change,
    nodeType: draft.plan.nodeById.get(change.nodeId)?.type ?? "unknown",
    spent: draft.spent.get(change.nodeId) ?? null,
  }));
}

/** The reducer knows no money: lines that end a node or the run get their sums here. */
function stampTotals(draft: ProgressDraft): readonly NewRunEvent[] {
  const { run } = draft;
  const before = {
    inputTokens: run.inputTokens,
    outputTokens: run.outputTokens,
    costMicros: run.costMicros,
    sandbox: run.isSandbox,
  };
  return draft.events.map((event) => {
    switch (event.type) {
      case "run.completed":
      case "run.failed":
      case "run.cancelled":
      case "run.timeout":
        return { ...event, totals: addTotals(before, sumOf(draft)) };
      case "node.completed":
      case "node.failed":
        return withNodeTotals(event, draft.nodeTotals.get(event.nodeId));
      default:
        return event;
    }
  });
}

function withNodeTotals(event: NewRunEvent, totals: Totals | undefined): NewRunEvent {
  return totals === undefined ? event : ({ ...event, totals } as NewRunEvent);
}
