import { trpc } from "#server/trpc/init.ts";
import { createBudgetProcedure } from "./create-budget.ts";
import { listBudgetsProcedure } from "./list-budgets.ts";
import { removeBudgetProcedure } from "./remove-budget.ts";
import { updateBudgetProcedure } from "./update-budget.ts";

export const budgetsRouter = trpc.router({
  list: listBudgetsProcedure,
  create: createBudgetProcedure,
  update: updateBudgetProcedure,
  remove: removeBudgetProcedure,
});
