import { z } from "zod";
import { runIdSchema, testCaseIdSchema } from "#core/ids.ts";
import { recordCaseAgain } from "#server/services/test-sets/record-case-again.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const recordCaseProcedure = workspaceProcedure("pipelines.write")
  .input(z.strictObject({ caseId: testCaseIdSchema, runId: runIdSchema }))
  .mutation(({ ctx, input }) => recordCaseAgain(ctx.service, input));
