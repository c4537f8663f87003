import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { retryUndo } from "#server/services/runs/undo/retry-undo.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema,
  /** Undo although completed runs build on it. */
  despiteForks: z.boolean().default(false),
  idempotencyKey: idempotencyKeySchema,
});

export const retryUndoProcedure = workspaceProcedure("runs.start")
  .input(inputSchema)
  .output(z.object({ runId: runIdSchema }))
  .mutation(({ ctx, input }) => retryUndo(ctx.service, input));
