import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { retryUndo } from "#server/services/runs/undo/retry-undo.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const retryUndoProcedure = workspaceProcedure("runs.start")
  .input(z.strictObject({ runId: runIdSchema, idempotencyKey: idempotencyKeySchema }))
  .output(z.object({ runId: runIdSchema }))
  .mutation(({ ctx, input }) => retryUndo(ctx.service, input));
