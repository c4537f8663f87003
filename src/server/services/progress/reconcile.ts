import { listExpiredLeases } from "#server/db/run/lease-store.ts";
import { type DueRun, listOverdueRuns, takeRunsToCheck } from "#server/db/run/open-run-store.ts";
import { withSystem } from "#server/db/with-tenant.ts";
import { continueRun } from "./continue-run.ts";
import { eachRun } from "./each-run.ts";
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
  const [stopped, toCheck] = await withSystem(context.db, async (tx) => [
    [...(await listExpiredLeases(tx, batchSize)), ...(await listOverdueRuns(tx, batchSize))],
    await takeRunsToCheck(tx, batchSize, againAfterMs),
  ]);
  const continued = await eachRun(context, stopped, ({ workspaceId, runId }) =>
    continueRun(context, workspaceId, runId),
  );
  const checked = await eachRun(context, toCheck, (run) => checkRun(context, run));
  return { continued: continued.done + checked.done, failed: continued.failed + checked.failed };
}

/** Only here is a run tidied: it has come up because its time for that has come, or because it had not been heard of. */
async function checkRun(context: EngineContext, { workspaceId, runId }: DueRun): Promise<void> {
  const found = await continueRun(context, workspaceId, runId);
  if (found === "ended" || found === "gone") await tidyRun(context, workspaceId, runId);
}
