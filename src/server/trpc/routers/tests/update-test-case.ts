import { z } from "zod";
import { testCaseIdSchema } from "#core/ids.ts";
import { changeTestCase } from "#server/services/test-sets/update-test-case.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { caseFieldSchemas, testNameSchema } from "./test-set-schema.ts";

const inputSchema = z.strictObject({
  caseId: testCaseIdSchema,
  /** Absent fields stay as they are. */
  name: testNameSchema.optional(),
  input: caseFieldSchemas.input.optional(),
  variables: caseFieldSchemas.variables.optional(),
  answers: caseFieldSchemas.answers.optional(),
  assertions: caseFieldSchemas.assertions.optional(),
});

export const updateTestCaseProcedure = workspaceProcedure("pipelines.write")
  .input(inputSchema)
  .mutation(({ ctx, input: { caseId, ...fields } }) => changeTestCase(ctx.service, { caseId, fields }));
