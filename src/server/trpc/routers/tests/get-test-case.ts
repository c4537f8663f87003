import { z } from "zod";
import { testCaseIdSchema } from "#core/ids.ts";
import { getTestCase } from "#server/services/test-sets/get-test-case.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { testCaseSchema } from "./test-set-schema.ts";

export const getTestCaseProcedure = workspaceProcedure("pipelines.read")
  .input(z.strictObject({ caseId: testCaseIdSchema }))
  .output(testCaseSchema)
  .query(({ ctx, input }) => getTestCase(ctx.service, input));
