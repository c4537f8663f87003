import { type CostGroup, dayOf } from "#core/pricing/cost-groups.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { addCosts, type CostSums } from "#server/db/money/cost-sums.ts";
import { type CostOfDay, sumCostDays } from "#server/db/money/sum-cost-days.ts";
import { type CostShare, type CostSpan, sumCostShares } from "#server/db/money/sum-cost-shares.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireCostSubject } from "./require-cost-subject.ts";

/** More than anyone reads; the rest is one sum, and the export has everything. */
export const mostCostRows = 500;

export interface CostBreakdown {
  /** Days with calls, oldest first. */
  readonly days: readonly CostOfDay[];
  /** Most expensive first; empty where the breakdown is by day. */
  readonly rows: readonly CostShare[];
  /** The sum of what is beyond the limit of rows. Null: nothing is. */
  readonly others: (CostSums & { readonly count: number }) | null;
  readonly total: CostSums;
}

/**
 * What the workspace spent between two UTC days, both included, by day and by one other dimension. All figures are sums
 * of ledger entries.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function breakDownCosts(
  context: ServiceContext,
  { by, ...span }: CostSpan & { readonly by: CostGroup },
): Promise<CostBreakdown> {
  authorize(context, "costs.read");
  const { actor, clock } = context;
  const { workspaceId } = actor;
  const { days, shares } = await withTenant(context.db, workspaceId, async (tx) => {
    await requireCostSubject(tx, workspaceId, span.pipelineId);
    return {
      days: await sumCostDays(tx, workspaceId, span),
      shares: by === "day" ? [] : await sumCostShares(tx, workspaceId, span, by, dayOf(clock.nowMs())),
    };
  });
  const rest = shares.slice(mostCostRows);
  return {
    days,
    rows: shares.slice(0, mostCostRows),
    others: rest.length === 0 ? null : { count: rest.length, ...addCosts(rest) },
    total: addCosts(days),
  };
}
