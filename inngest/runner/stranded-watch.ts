import { withSystem } from "#server/db/driver/with-tenant.ts";
import { listExpiredLeases } from "#server/db/run/progress/lease/lease-store.ts";
import { listOverdueRuns, takeRunsToCheck } from "#server/db/run/progress/open-run-store.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { continueRun } from "#server/services/progress/healing/continue-run.ts";
import { eachRun } from "#server/services/progress/healing/each-run.ts";
import { checkAfterMs } from "#server/services/progress/step/check-times.ts";

/**
 * Runs end within this much of their time-out, and go on within this much of a lease's end or of a look that is due.
 */
const everyMs = 1_000;
const batchSize = 100;
/**
 * While the database was away nobody could prolong a lease. Workers that live do so as soon as it is back: until they
 * have had the time, no lease is taken for that of a dead one.
 */
const graceAfterLossMs = 5_000;

/**
 * Looks once a second for runs past their end, for attempts whose worker is gone and for runs that nobody has looked at
 * for a while. Returns the function that stops looking.
 */
export function watchStranded(context: EngineContext): () => void {
  let isLooking = false;
  let trustsLeasesFromMs = Date.now() + graceAfterLossMs;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      const trustsLeases = Date.now() >= trustsLeasesFromMs;
      const stranded = await withSystem(context.db, async (tx) => [
        ...(await listOverdueRuns(tx, batchSize)),
        ...(trustsLeases ? await listExpiredLeases(tx, batchSize) : []),
        ...(trustsLeases ? await takeRunsToCheck(tx, batchSize, checkAfterMs, "open") : []),
      ]);
      await eachRun(context, stranded, ({ workspaceId, runId }) => continueRun(context, workspaceId, runId));
    } catch (error) {
      trustsLeasesFromMs = Date.now() + graceAfterLossMs;
      context.log.warn({ err: error }, "could not look for stranded runs");
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
