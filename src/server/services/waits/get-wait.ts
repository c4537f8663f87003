import type { WaitId } from "#core/ids.ts";
import { type PriceAhead, priceAhead } from "#core/run/estimate/price-ahead.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findDecider, type StoredWaitDetail } from "#server/db/wait/wait-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireWait } from "./require-wait.ts";
import { type SeenWait, seeWaits } from "./seen-wait.ts";

export type PricedWait = SeenWait<StoredWaitDetail> & { readonly ahead: readonly PriceAhead[] };

/**
 * One wait with everything a decision is based on: the shown text, the form, what the run has cost, and what continuing
 * may cost.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function getWait(
  context: ServiceContext,
  { waitId }: { readonly waitId: WaitId },
): Promise<PricedWait> {
  authorize(context, "runs.read");
  const { workspaceId, userId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const wait = await requireWait(tx, workspaceId, waitId);
    const plan = await context.runs.plans.ofRun(tx, workspaceId, wait.runId);
    const ahead = plan === null ? [] : priceAhead(plan, wait.nodeId, wait.choices, wait.nodeCostMicros);
    const person = await findDecider(tx, workspaceId, userId);
    const [seen] = await seeWaits(tx, workspaceId, [wait], person);
    if (seen === undefined) throw new Error(`Wait ${waitId} was lost on its way`);
    return { ...seen, ahead };
  });
}
