import { z } from "zod";
import { budgetState } from "#core/pricing/budget.ts";
import { listBudgets } from "#server/services/budgets/list-budgets.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { budgetSchema } from "./budget-schema.ts";

export const listBudgetsProcedure = workspaceProcedure("budgets.read")
  .output(z.object({ budgets: z.array(budgetSchema).readonly() }))
  .query(async ({ ctx }) => {
    const budgets = await listBudgets(ctx.service);
    return {
      budgets: budgets.map(({ warnPercent, ...budget }) => ({
        ...budget,
        warnAt: warnPercent === null ? null : warnPercent / 100,
        state: budgetState({ ...budget, warnPercent }),
      })),
    };
  });
