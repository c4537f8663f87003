import { z } from "zod";
import { nodeIdSchema, runIdSchema } from "#core/ids.ts";
import { forkRun } from "#server/services/runs/fork/fork-run.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { failedItemsSchema, forkChangesSchema } from "./fork-changes-schema.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema,
  /** Empty: from wherever the run failed or stopped. */
  fromNodeIds: z.array(nodeIdSchema).max(1000).default([]),
  failedItems: failedItemsSchema,
  changes: forkChangesSchema.exactOptional(),
  idempotencyKey: idempotencyKeySchema,
});

export const forkRunProcedure = workspaceProcedure("runs.start")
  .input(inputSchema)
  .output(z.object({ runId: runIdSchema }))
  .mutation(({ ctx, input }) => forkRun(ctx.service, input));
