import { listOverdueRuns } from "#server/db/run/open-run-store.ts";
import { withSystem } from "#server/db/with-tenant.ts";
import { continueRun } from "#server/services/progress/continue-run.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";

/** Runs end within this much of their time-out; the reconciler alone would take up to a minute. */
const everyMs = 1_000;
const batchSize = 100;

/** Looks for runs past their end once a second and ends them. Returns the function that stops looking. */
export function watchOverdue(context: EngineContext): () => void {
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      const overdue = await withSystem(context.db, (tx) => listOverdueRuns(tx, batchSize));
      for (const { workspaceId, runId } of overdue) await continueRun(context, workspaceId, runId);
    } catch (error) {
      context.log.warn({ err: error }, "could not look for overdue runs");
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
