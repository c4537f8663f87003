import type { BudgetId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { deleteBudget } from "#server/db/money/budget-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noBudget } from "./update-budget.ts";

/**
 * Removes a budget, so that it no longer limits anything. What was spent stays in the ledger.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function removeBudget(
  context: ServiceContext,
  { budgetId }: { readonly budgetId: BudgetId },
): Promise<void> {
  authorize(context, "budgets.manage");
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    const gone = await deleteBudget(tx, actor.workspaceId, budgetId);
    if (gone === null) throw noBudget(budgetId);
    const { per, ...subject } = gone;
    // By id: the name of a person is deleted with the account, also from here.
    const [scope = "workspace"] = Object.entries(subject)
      .filter(([, id]) => id !== null)
      .map(([name, id]) => ({ [name]: id }));
    await recordAudit(tx, actor, "budget.remove", budgetId, { scope, per });
  });
}
