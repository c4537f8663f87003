import { uuid7 } from "#server/crypto/uuid7.ts";
import { lookAtBudgets } from "#server/services/budgets/look-at-budgets.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { createRateLimits } from "#server/services/rate-limits/create-rate-limits.ts";
import { lookEverySecond, type StopLooking } from "./look-every-second.ts";

/**
 * Checks whether calls that wait for a budget may continue, and sends the notices of budgets. With either engine, and
 * in any number of processes: a row says for which workspaces, and each is held by one.
 */
export function watchBudgets(context: EngineContext): StopLooking {
  const { db, log, engine, plans } = context;
  const rateLimits = createRateLimits(db);
  const tools = { db, log, newId: () => uuid7(), runs: { engine, plans }, rateLimits };
  return lookEverySecond(log, "could not look for calls that wait for a budget", () => lookAtBudgets(tools));
}
