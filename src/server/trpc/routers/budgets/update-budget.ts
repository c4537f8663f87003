import { z } from "zod";
import { budgetIdSchema } from "#core/ids.ts";
import { updateBudget } from "#server/services/budgets/update-budget.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { limitChangeFields, toPercent } from "./budget-schema.ts";

export const updateBudgetProcedure = workspaceProcedure("budgets.manage")
  .input(z.strictObject({ budgetId: budgetIdSchema, ...limitChangeFields }))
  .mutation(({ ctx, input: { warnAt, ...input } }) =>
    updateBudget(ctx.service, {
      ...input,
      warnPercent: warnAt === undefined ? undefined : toPercent(warnAt),
    }),
  );
