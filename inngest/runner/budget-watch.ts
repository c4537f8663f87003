import { uuid7 } from "#server/crypto/uuid7.ts";
import { lookAtBudgets } from "#server/services/budgets/look-at-budgets.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { createRateLimits } from "#server/services/rate-limits/create-rate-limits.ts";

/** A call that waits for a budget goes on within this much of the moment when there is room. */
const everyMs = 1_000;

/**
 * Looks once a second whether calls that wait for a budget may go on, and sends what budgets have to say. With either engine, and in as many processes as
 * there are: a row says for which workspaces, and each is held by one. Returns the function that stops looking.
 */
export function watchBudgets(context: EngineContext): () => void {
  const { db, log, engine, plans } = context;
  const rateLimits = createRateLimits(db);
  const tools = { db, log, newId: () => uuid7(), runs: { engine, plans }, rateLimits };
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await lookAtBudgets(tools);
    } catch (error) {
      log.warn({ err: error }, "could not look for calls that wait for a budget");
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
