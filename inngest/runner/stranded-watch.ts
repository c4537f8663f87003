import { listExpiredLeases } from "#server/db/run/lease-store.ts";
import { listOverdueRuns } from "#server/db/run/open-run-store.ts";
import { withSystem } from "#server/db/with-tenant.ts";
import { continueRun } from "#server/services/progress/continue-run.ts";
import { eachRun } from "#server/services/progress/each-run.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";

/** Runs end within this much of their time-out, and go on within this much of a lease's end; the reconciler takes up to a minute. */
const everyMs = 1_000;
const batchSize = 100;
/**
 * While the database was away nobody could prolong a lease. Workers that live do so as soon as it is back: until they have had the time,
 * no lease is taken for that of a dead one.
 */
const graceAfterLossMs = 5_000;

/** Looks once a second for runs past their end and for attempts whose worker is gone. Returns the function that stops looking. */
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
