import { withSystem } from "#server/db/driver/with-tenant.ts";
import { listExpiredLeases } from "#server/db/run/progress/lease/lease-store.ts";
import { type DueRun, listOverdueRuns, takeRunsToCheck } from "#server/db/run/progress/open-run-store.ts";
import type { EngineContext } from "../engine-context.ts";
import { checkAfterMs } from "../step/check-times.ts";
import { continueRun } from "./continue-run.ts";
import { eachRun } from "./each-run.ts";
import { tidyRun } from "./tidy-run.ts";

/** Runs per batch. */
const batchSize = 200;
/** The maximum number of batches; the next minute takes the next. */
const maxBatches = 25;

/** The result of one round of healing. */
export interface ReconcileReport {
  readonly continued: number;
  readonly tidied: number;
  readonly failed: number;
}

/**
 * Finds runs that are stuck and makes them continue: attempts whose worker is gone, runs past their deadline, runs that
 * were not checked for a while, ended runs that still store their text twice. Each run is a transaction of its own: a
 * failure does not stop the rest.
 */
export async function reconcile(context: EngineContext): Promise<ReconcileReport> {
  const stopped = await withSystem(context.db, async (tx) => [
    ...(await listExpiredLeases(tx, batchSize)),
    ...(await listOverdueRuns(tx, batchSize)),
  ]);
  const continued = await eachRun(context, stopped, (run) => goOn(context, run));
  const report = { continued: continued.done, tidied: 0, failed: continued.failed };
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const due = await withSystem(context.db, (tx) => takeRunsToCheck(tx, batchSize, checkAfterMs));
    const [ended, open] = [due.filter((run) => run.hasEnded), due.filter((run) => !run.hasEnded)];
    const checked = await eachRun(context, open, (run) => goOn(context, run));
    const tidied = await eachRun(context, ended, (run) => tidyRun(context, run.workspaceId, run.runId));
    report.continued += checked.done;
    report.tidied += tidied.done;
    report.failed += checked.failed + tidied.failed;
    if (due.length < batchSize) break;
  }
  return report;
}

/** A run that ends right now is not tidied yet: its watchers have not read to its end. */
async function goOn(context: EngineContext, { workspaceId, runId }: DueRun): Promise<void> {
  const found = await continueRun(context, workspaceId, runId);
  if (found === "gone") await tidyRun(context, workspaceId, runId);
}
