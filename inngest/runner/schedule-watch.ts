import { uuid7 } from "#server/crypto/uuid7.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { createRateLimits } from "#server/services/rate-limits/create-rate-limits.ts";
import { fireDueSchedules } from "#server/services/triggers/fire-due-schedules.ts";
import { fireRunEnds } from "#server/services/triggers/fire-run-ends.ts";
import { lookEverySecond, type StopLooking } from "./look-every-second.ts";

/**
 * Looks for due schedules, and for ends of runs that others wait for. With either engine, and in any number of
 * processes: the rows say what is due, and each is held by one.
 */
export function watchSchedules(context: EngineContext): StopLooking {
  const { db, log, engine, plans } = context;
  const rateLimits = createRateLimits(db);
  const tools = { db, log, newId: () => uuid7(), runs: { engine, plans }, rateLimits };
  return lookEverySecond(log, "could not look for what starts by itself", async () => {
    await fireDueSchedules(tools);
    await fireRunEnds(tools);
  });
}
