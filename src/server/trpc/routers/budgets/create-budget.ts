import { z } from "zod";
import { budgetIdSchema } from "#core/ids.ts";
import { budgetPeriods } from "#core/pricing/budget.ts";
import { createBudget } from "#server/services/budgets/create-budget.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";
import { budgetSubjectSchema, limitFields, toPercent } from "./budget-schema.ts";

const inputSchema = z.strictObject({
  scope: budgetSubjectSchema,
  per: z.enum(budgetPeriods),
  /** The time zone in which days and months begin, by its name in the time zone database. */
  timezone: textSchema(64).min(1).default("UTC"),
  ...limitFields,
  idempotencyKey: idempotencyKeySchema,
});

export const createBudgetProcedure = workspaceProcedure("budgets.manage")
  .input(inputSchema)
  .output(z.object({ budgetId: budgetIdSchema }))
  .mutation(({ ctx, input: { warnAt, ...input } }) =>
    createBudget(ctx.service, { ...input, warnPercent: toPercent(warnAt) }),
  );
