import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type Budget, listBudgets as readBudgets } from "#server/db/money/budget-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * The workspace's budgets, each with what is spent and held in its present day or month.
 * @throws AppError FORBIDDEN.
 */
export async function listBudgets(context: ServiceContext): Promise<readonly Budget[]> {
  authorize(context, "budgets.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => readBudgets(tx, workspaceId));
}
