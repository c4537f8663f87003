import type { BudgetId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { readNames } from "#server/db/identity/audit-names.ts";
import { deleteBudget } from "#server/db/money/budget-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noBudget } from "./update-budget.ts";

/**
 * Removes a budget: it no longer holds anything back. What was spent stays in the ledger.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function removeBudget(
  context: ServiceContext,
  { budgetId }: { readonly budgetId: BudgetId },
): Promise<void> {
  authorize(context, "budgets.manage");
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    // Read before it is gone, for the audit.
    const named = await readNames(tx, actor.workspaceId, { ids: [budgetId], userIds: [] });
    if (!(await deleteBudget(tx, actor.workspaceId, budgetId))) throw noBudget(budgetId);
    await recordAudit(tx, actor, "budget.remove", budgetId, { name: named.get(budgetId) ?? null });
  });
}
