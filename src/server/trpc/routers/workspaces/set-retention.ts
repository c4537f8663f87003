import { z } from "zod";
import { longestRetentionDays, setRetention } from "#server/services/workspaces/set-retention.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** Null: forever. */
const inputSchema = z.strictObject({ days: z.number().int().min(1).max(longestRetentionDays).nullable() });

export const setRetentionProcedure = workspaceProcedure("workspace.write")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => setRetention(ctx.service, input));
