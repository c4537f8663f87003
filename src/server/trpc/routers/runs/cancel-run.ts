import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { lineSchema } from "#server/trpc/text-schema.ts";
import { runStatusSchema } from "./run-schema.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema,
  reason: lineSchema(500).default("Stopped by a person."),
  /** Undo what its nodes did, where they define an undo. */
  undo: z.boolean().default(false),
  /** Undo although completed runs build on it. */
  despiteForks: z.boolean().default(false),
});

/** Idempotent, so it needs no idempotency key. */
export const cancelRunProcedure = workspaceProcedure("runs.cancel")
  .input(inputSchema)
  .output(z.object({ status: runStatusSchema }))
  .mutation(({ ctx, input }) => cancelRun(ctx.service, input));
