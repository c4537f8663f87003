import { AppError } from "#core/errors.ts";
import type { BudgetId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type BudgetChange, updateBudget as changeBudget } from "#server/db/money/budget-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * Changes a budget's settings; absent fields stay as they are. Effective from the next call: calls in flight are not
 * stopped, even where the new limit is less than what they reserve.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function updateBudget(
  context: ServiceContext,
  { budgetId, ...limit }: BudgetChange & { readonly budgetId: BudgetId },
): Promise<void> {
  authorize(context, "budgets.manage");
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    if (!(await changeBudget(tx, actor.workspaceId, budgetId, limit))) throw noBudget(budgetId);
    await recordAudit(tx, actor, "budget.update", budgetId, namedIn(limit));
  });
}

/** The audit records only the fields that were given. */
function namedIn({ limitMicros, warnPercent, onLimit }: BudgetChange): JsonObject {
  return {
    ...(limitMicros === undefined ? {} : { limitMicros }),
    ...(warnPercent === undefined ? {} : { warnPercent }),
    ...(onLimit === undefined ? {} : { onLimit }),
  };
}

export function noBudget(budgetId: BudgetId): AppError {
  return new AppError("NOT_FOUND", `There is no budget ${budgetId} in this workspace.`);
}
