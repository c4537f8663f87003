import { z } from "zod";
import { testCaseIdSchema } from "#core/ids.ts";
import { removeTestCase } from "#server/services/test-sets/remove-test-case.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const removeTestCaseProcedure = workspaceProcedure("pipelines.write")
  .input(z.strictObject({ caseId: testCaseIdSchema }))
  .mutation(({ ctx, input }) => removeTestCase(ctx.service, input));
