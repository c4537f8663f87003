import { uuid7 } from "#server/crypto/uuid7.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { createRateLimits } from "#server/services/rate-limits/create-rate-limits.ts";
import { fireDueSchedules } from "#server/services/triggers/fire-due-schedules.ts";
import { fireRunEnds } from "#server/services/triggers/fire-run-ends.ts";

/** A schedule starts within this much of its time. */
const everyMs = 1_000;

/**
 * Looks once a second for schedules whose time has come, and for ends of runs that others wait for. With either engine,
 * and in as many processes as there are: the rows say what is due, and each is held by one. Returns the function that
 * stops looking.
 */
export function watchSchedules(context: EngineContext): () => void {
  const { db, log, engine, plans } = context;
  const rateLimits = createRateLimits(db);
  const tools = { db, log, newId: () => uuid7(), runs: { engine, plans }, rateLimits };
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await fireDueSchedules(tools);
      await fireRunEnds(tools);
    } catch (error) {
      log.warn({ err: error }, "could not look for what starts by itself");
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
