import { AppError } from "#core/errors.ts";
import { type BudgetId, budgetIdSchema } from "#core/ids.ts";
import type { BudgetPeriod } from "#core/pricing/budget.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  type BudgetLimit,
  countBudgets,
  insertBudget,
  knowsTimezone,
} from "#server/db/money/budget-store.ts";
import { fillBudget } from "#server/db/money/fill-budget.ts";
import { ownBudgets } from "#server/db/money/lock-budgets.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type IdempotencyKey, once } from "#server/services/idempotency.ts";
import { type BudgetSubject, requireTarget } from "./require-target.ts";

/** Every model call checks all of them. */
export const maxBudgets = 100;

export interface CreateBudgetInput extends BudgetLimit {
  readonly scope: BudgetSubject;
  readonly per: BudgetPeriod;
  readonly timezone: string;
  readonly idempotencyKey: IdempotencyKey;
}

/**
 * Sets a budget, effective at once: spending in the current day or month counts, and so do calls in flight. Not even
 * those can exceed a limit, since their maximum cost is reserved.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_INPUT for an unknown time zone, CONFLICT when there is such a budget
 * already or there are too many, IDEMPOTENCY_MISMATCH.
 */
export async function createBudget(
  context: ServiceContext,
  { idempotencyKey, ...input }: CreateBudgetInput,
): Promise<{ readonly budgetId: BudgetId }> {
  authorize(context, "budgets.manage");
  const { actor, db, newId } = context;
  const { workspaceId } = actor;
  const { scope, ...rest } = input;
  const request = { ...rest, scope: scope === "workspace" ? scope : { ...scope } };
  return withTenant(db, workspaceId, (tx) =>
    once(tx, actor, "budgets.create", idempotencyKey, request, async () => {
      const target = await requireTarget(tx, workspaceId, scope);
      if (!(await knowsTimezone(tx, input.timezone))) {
        throw new AppError("INVALID_INPUT", `timezone: there is no time zone "${input.timezone}".`);
      }
      await ownBudgets(tx, workspaceId);
      if ((await countBudgets(tx, workspaceId)) >= maxBudgets) {
        throw new AppError(
          "CONFLICT",
          `A workspace may have at most ${maxBudgets} budgets. Remove one first.`,
        );
      }
      const budgetId = budgetIdSchema.parse(newId());
      if (!(await insertBudget(tx, workspaceId, budgetId, { ...rest, ...target }))) {
        throw new AppError(
          "CONFLICT",
          `There is already a budget per ${input.per} for this ${target.scope}. Change its limit instead.`,
        );
      }
      await fillBudget(tx, workspaceId, budgetId);
      await recordAudit(tx, actor, "budget.create", budgetId, { ...request });
      return { budgetId };
    }),
  );
}
