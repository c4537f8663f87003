import { AppError } from "#core/errors.ts";
import type { BudgetId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type BudgetLimit, updateBudget as changeBudget } from "#server/db/money/budget-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * Changes what a budget allows. It applies from the next call; calls that are out are not stopped, even where the new
 * limit is less than what they hold.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function updateBudget(
  context: ServiceContext,
  { budgetId, ...limit }: BudgetLimit & { readonly budgetId: BudgetId },
): Promise<void> {
  authorize(context, "budgets.manage");
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    if (!(await changeBudget(tx, actor.workspaceId, budgetId, limit))) throw noBudget(budgetId);
    await recordAudit(tx, actor, "budget.update", budgetId, { ...limit });
  });
}

export function noBudget(budgetId: BudgetId): AppError {
  return new AppError("NOT_FOUND", `There is no budget ${budgetId} in this workspace.`);
}
