import { z } from "zod";
import { testSetIdSchema } from "#core/ids.ts";
import { changeTestSet } from "#server/services/test-sets/update-test-set.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { testGateSchema, testNameSchema } from "./test-set-schema.ts";

const inputSchema = z.strictObject({
  setId: testSetIdSchema,
  /** Absent fields stay as they are. */
  name: testNameSchema.optional(),
  gate: testGateSchema.optional(),
});

export const updateTestSetProcedure = workspaceProcedure("pipelines.write")
  .input(inputSchema)
  .mutation(({ ctx, input }) => changeTestSet(ctx.service, input));
