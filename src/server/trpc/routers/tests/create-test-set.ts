import { z } from "zod";
import { pipelineIdSchema, testSetIdSchema } from "#core/ids.ts";
import { createTestSet } from "#server/services/test-sets/create-test-set.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { testGateSchema, testNameSchema } from "./test-set-schema.ts";

const inputSchema = z.strictObject({
  pipelineId: pipelineIdSchema,
  name: testNameSchema,
  gate: testGateSchema.default("off"),
  idempotencyKey: idempotencyKeySchema,
});

export const createTestSetProcedure = workspaceProcedure("pipelines.write")
  .input(inputSchema)
  .output(z.object({ setId: testSetIdSchema }))
  .mutation(({ ctx, input }) => createTestSet(ctx.service, input));
