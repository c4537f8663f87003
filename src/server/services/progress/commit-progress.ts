import type { NewRunEvent } from "#core/events/run-event.ts";
import type { Totals } from "#core/model/usage.ts";
import { encodeRunState } from "#core/run/state-codec.ts";
import { insertArtifacts } from "#server/db/run/artifact-store.ts";
import { requestAbort } from "#server/db/run/request-abort.ts";
import { writeAttempts } from "#server/db/run/write-attempts.ts";
import { writeLedger } from "#server/db/run/write-ledger.ts";
import { type NodeRunWrite, writeProgress } from "#server/db/run/write-progress.ts";
import type { TenantSql } from "#server/db/tenant-sql.ts";
import { dispatchEffects } from "./dispatch-effects.ts";
import type { EngineContext } from "./engine-context.ts";
import { finishRun } from "./finish-run.ts";
import { addTotals, noTotals, type ProgressDraft } from "./progress-draft.ts";

/**
 * Writes a draft: the run, its node runs, log, attempts, money, artifacts and what must be done next, all in the caller's transaction.
 * What is not committed did not happen, and what is committed will be carried on by the engine.
 */
export async function commitProgress(
  tx: TenantSql,
  context: Pick<EngineContext, "engine">,
  draft: ProgressDraft,
): Promise<void> {
  const { run, plan, state, end } = draft;
  const { workspaceId, runId } = run;
  if (end !== null) await finishRun(tx, draft, end);
  await writeProgress(tx, {
    workspaceId,
    runId,
    ...encodeRunState(plan, state),
    lastEventSeq: run.lastEventSeq,
    events: stampTotals(draft),
    nodes: nodeWrites(draft),
    spent: draft.spent.size === 0 ? null : sumOf(draft),
    isStart: draft.isStart,
    end,
  });
  await writeAttempts(tx, workspaceId, runId, draft.closes, draft.opens);
  await writeLedger(tx, workspaceId, runId, draft.ledger);
  await insertArtifacts(tx, workspaceId, runId, draft.artifacts);
  if (draft.effects.some((effect) => effect.kind === "attempts.abort")) await requestAbort(tx, runId);
  await dispatchEffects(tx, context, draft, String(run.lastEventSeq + draft.events.length));
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
