import type { RunId, WorkspaceId } from "#core/ids.ts";
import { listExpiredLeases } from "#server/db/run/lease-store.ts";
import { listOverdueRuns, takeRunsToCheck } from "#server/db/run/open-run-store.ts";
import { withSystem } from "#server/db/with-tenant.ts";
import { continueRun } from "./continue-run.ts";
import type { EngineContext } from "./engine-context.ts";
import { tidyRun } from "./tidy-run.ts";

/** Looked at in one go; the next minute takes the next. */
const batchSize = 200;
/** A run that has been looked at comes up again after this long. */
const againAfterMs = 60_000;

/** What one round of healing found. */
export interface ReconcileReport {
  readonly continued: number;
  readonly failed: number;
}

/**
 * Finds what has stopped moving and makes it go on: attempts whose worker is gone, runs past their end, runs that nobody has heard of for a
 * while, runs that ended and still keep their text twice. Each run is a transaction of its own: one that fails does not hold up the rest.
 */
export async function reconcile(context: EngineContext): Promise<ReconcileReport> {
  const due = await withSystem(context.db, async (tx) => [
    ...(await listExpiredLeases(tx, batchSize)),
    ...(await listOverdueRuns(tx, batchSize)),
    ...(await takeRunsToCheck(tx, batchSize, againAfterMs)),
  ]);
  const runs = new Map(due.map(({ workspaceId, runId }) => [runId, workspaceId]));
  let failed = 0;
  for (const [runId, workspaceId] of runs) {
    if (!(await healRun(context, workspaceId, runId))) failed += 1;
  }
  return { continued: runs.size - failed, failed };
}

async function healRun(context: EngineContext, workspaceId: WorkspaceId, runId: RunId): Promise<boolean> {
  try {
    const found = await continueRun(context, workspaceId, runId);
    if (found === "ended" || found === "gone") await tidyRun(context, workspaceId, runId);
    return true;
  } catch (error) {
    context.log.error({ err: error, runId }, "could not reconcile the run");
    return false;
  }
}
