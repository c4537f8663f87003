import { z } from "zod";
import { testCaseIdSchema, testSetIdSchema } from "#core/ids.ts";
import { createTestCase } from "#server/services/test-sets/create-test-case.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { caseFieldSchemas, testNameSchema } from "./test-set-schema.ts";

const { input, variables, answers, assertions } = caseFieldSchemas;

const inputSchema = z.strictObject({
  setId: testSetIdSchema,
  name: testNameSchema,
  input: input.default(null),
  variables: variables.default({}),
  /** By node id; `request` null: whatever the node asks, it gets this answer. */
  answers: answers.default({}),
  assertions,
  idempotencyKey: idempotencyKeySchema,
});

export const createTestCaseProcedure = workspaceProcedure("pipelines.write")
  .input(inputSchema)
  .output(z.object({ caseId: testCaseIdSchema }))
  .mutation(({ ctx, input: given }) => createTestCase(ctx.service, given));
