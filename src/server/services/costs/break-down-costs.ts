import { type CostGroup, dayOf } from "#core/pricing/cost-groups.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { addCosts, type CostSums } from "#server/db/money/cost-sums.ts";
import { type CostOfDay, sumCostDays } from "#server/db/money/sum-cost-days.ts";
import { type CostShare, type CostSpan, sumCostShares } from "#server/db/money/sum-cost-shares.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireCostSubject } from "./require-cost-subject.ts";

/** More than anybody reads; what is beyond is one sum, and the export has all of it. */
export const mostCostRows = 500;

export interface CostBreakdown {
  /** Days on which something was called, the oldest first. */
  readonly days: readonly CostOfDay[];
  /** The most expensive first; none where days are what was asked for. */
  readonly rows: readonly CostShare[];
  /** What is in no row, because there would be too many; null: nothing is. */
  readonly others: (CostSums & { readonly count: number }) | null;
  readonly total: CostSums;
}

/**
 * What the workspace spent between two days of UTC, both included, by day and by one thing more. All figures are sums
 * of the ledger's entries.
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
