import { z } from "zod";
import { testSetIdSchema } from "#core/ids.ts";
import { removeTestSet } from "#server/services/test-sets/remove-test-set.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const removeTestSetProcedure = workspaceProcedure("pipelines.write")
  .input(z.strictObject({ setId: testSetIdSchema }))
  .mutation(({ ctx, input }) => removeTestSet(ctx.service, input));
