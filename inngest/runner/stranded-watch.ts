import { withSystem } from "#server/db/driver/with-tenant.ts";
import { listExpiredLeases } from "#server/db/run/progress/lease/lease-store.ts";
import { listOverdueRuns, takeRunsToCheck } from "#server/db/run/progress/open-run-store.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { continueRun } from "#server/services/progress/healing/continue-run.ts";
import { eachRun } from "#server/services/progress/healing/each-run.ts";
import { checkAfterMs } from "#server/services/progress/step/check-times.ts";
import { lookEverySecond, type StopLooking } from "./look-every-second.ts";

const batchSize = 100;
/**
 * While the database was away nobody could prolong a lease. Living workers do so as soon as it is back: until they have
 * had the time, no lease is taken for that of a dead one.
 */
const graceAfterLossMs = 5_000;

/**
 * Looks for runs past their deadline, for attempts whose worker is gone, and for runs that have not been looked at for
 * a while.
 */
export function watchStranded(context: EngineContext): StopLooking {
  let trustsLeasesFromMs = Date.now() + graceAfterLossMs;
  return lookEverySecond(context.log, "could not look for stranded runs", async () => {
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
      throw error;
    }
  });
}
