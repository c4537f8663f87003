import { planJudging } from "#server/services/test-sets/judge/plan-judging.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { judgingPlanSchema, playInputSchema } from "./test-set-schema.ts";

export const planJudgingProcedure = workspaceProcedure("pipelines.read")
  .input(playInputSchema)
  .output(judgingPlanSchema)
  .query(({ ctx, input }) => planJudging(ctx.service, input));
