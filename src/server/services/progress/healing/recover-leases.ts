import { withSystem } from "#server/db/driver/with-tenant.ts";
import { expireLeasesOfOthers, listExpiredLeases } from "#server/db/run/progress/lease/lease-store.ts";
import type { EngineContext } from "../engine-context.ts";
import { continueRun } from "./continue-run.ts";
import { eachRun } from "./each-run.ts";

/**
 * Called once by a worker that knows it is the only one: it expires all leases of others and dispatches their node runs
 * at once, without waiting. Returns how many there were.
 */
export async function recoverLeases(context: EngineContext): Promise<number> {
  const stranded = await withSystem(context.db, async (tx) => {
    await expireLeasesOfOthers(tx, context.workerId);
    return listExpiredLeases(tx, 10_000);
  });
  await eachRun(context, stranded, ({ workspaceId, runId }) => continueRun(context, workspaceId, runId));
  return stranded.length;
}
