import { type BudgetForecast, forecastBudget } from "#core/pricing/forecast-budget.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type Budget, listBudgets as readBudgets } from "#server/db/money/budget-store.ts";
import { readRecentSpending } from "#server/db/money/recent-spending.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

export interface ListedBudget extends Budget {
  /** Null where there is too little data, and for a budget that each run has for itself. */
  readonly forecast: BudgetForecast | null;
}

/**
 * The workspace's budgets, each with what is spent and reserved in its current day or month, and a forecast.
 * @throws AppError FORBIDDEN.
 */
export async function listBudgets(context: ServiceContext): Promise<readonly ListedBudget[]> {
  authorize(context, "budgets.read");
  const { workspaceId } = context.actor;
  const nowMs = context.clock.nowMs();
  const today = new Date(nowMs).toISOString().slice(0, 10);
  return withTenant(context.db, workspaceId, async (tx) => {
    const budgets = await readBudgets(tx, workspaceId);
    if (budgets.every(({ window }) => window === null))
      return budgets.map((budget) => ({ ...budget, forecast: null }));
    const recent = await readRecentSpending(tx, workspaceId, today);
    return budgets.map((budget) => ({
      ...budget,
      forecast: forecastBudget(budget, recent.get(budget.id) ?? null, nowMs),
    }));
  });
}
