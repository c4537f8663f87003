import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { feelPulse } from "#server/services/runs/feel-pulse.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const silenceSchema = z.object({
  nodeId: z.string(),
  iteration: z.number(),
  attempt: z.number(),
  /** Since the last sign of its worker. */
  silentMs: z.number(),
});

export const feelPulseProcedure = workspaceProcedure("runs.read")
  .input(z.strictObject({ runId: runIdSchema }))
  .output(z.object({ attempts: z.array(silenceSchema).readonly() }))
  .query(async ({ ctx, input }) => ({ attempts: await feelPulse(ctx.service, input) }));
