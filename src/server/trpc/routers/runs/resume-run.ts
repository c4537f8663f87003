import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { resumeRun } from "#server/services/runs/fork/resume-run.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { failedItemsSchema, forkChangesSchema } from "./fork-changes-schema.ts";

export const resumeRunProcedure = workspaceProcedure("runs.start")
  .input(
    z.strictObject({
      runId: runIdSchema,
      failedItems: failedItemsSchema,
      changes: forkChangesSchema.exactOptional(),
      idempotencyKey: idempotencyKeySchema,
    }),
  )
  .output(z.object({ runId: runIdSchema }))
  .mutation(({ ctx, input }) => resumeRun(ctx.service, input));
