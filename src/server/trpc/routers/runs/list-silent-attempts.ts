import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { listSilentAttempts } from "#server/services/runs/reading/list-silent-attempts.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const silenceSchema = z.object({
  nodeId: z.string(),
  attempt: z.number(),
  /** Since the last heartbeat of its worker. */
  silentMs: z.number(),
});

export const listSilentAttemptsProcedure = workspaceProcedure("runs.read")
  .input(z.strictObject({ runId: runIdSchema }))
  .output(z.object({ attempts: z.array(silenceSchema).readonly() }))
  .query(async ({ ctx, input }) => ({ attempts: await listSilentAttempts(ctx.service, input) }));
