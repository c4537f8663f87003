import { z } from "zod";
import { pipelineIdSchema, runIdSchema, testCaseIdSchema, testSetIdSchema } from "#core/ids.ts";
import { saveRunAsCase } from "#server/services/test-sets/save-run-as-case.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { testNameSchema } from "./test-set-schema.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema,
  /** Null: the pipeline's first set, which is created if there is none. */
  setId: testSetIdSchema.nullable().default(null),
  /** Null: a name derived from the run's id. */
  name: testNameSchema.nullable().default(null),
  idempotencyKey: idempotencyKeySchema,
});

export const saveRunProcedure = workspaceProcedure("pipelines.write")
  .input(inputSchema)
  .output(z.object({ caseId: testCaseIdSchema, setId: testSetIdSchema, pipelineId: pipelineIdSchema }))
  .mutation(({ ctx, input }) => saveRunAsCase(ctx.service, input));
