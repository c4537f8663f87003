import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { judgeTestSet } from "#server/services/test-sets/judge/judge-test-set.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { playInputSchema } from "./test-set-schema.ts";

export const judgeTestSetProcedure = workspaceProcedure("runs.start")
  .input(playInputSchema)
  .output(z.object({ runIds: z.array(runIdSchema).readonly() }))
  .mutation(({ ctx, input }) => judgeTestSet(ctx.service, input));
