import { z } from "zod";
import { budgetIdSchema } from "#core/ids.ts";
import { removeBudget } from "#server/services/budgets/remove-budget.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const removeBudgetProcedure = workspaceProcedure("budgets.manage")
  .input(z.strictObject({ budgetId: budgetIdSchema }))
  .mutation(({ ctx, input }) => removeBudget(ctx.service, input));
