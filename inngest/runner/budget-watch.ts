import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { lookAtBudgets } from "#server/services/progress/healing/look-at-budgets.ts";

/** A call that waits for a budget goes on within this much of the moment when there is room. */
const everyMs = 1_000;

/**
 * Looks once a second whether calls that wait for a budget may go on. With either engine, and in as many processes as
 * there are: a row says for which workspaces, and each is held by one. Returns the function that stops looking.
 */
export function watchBudgets(context: EngineContext): () => void {
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await lookAtBudgets(context);
    } catch (error) {
      context.log.warn({ err: error }, "could not look for calls that wait for a budget");
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
