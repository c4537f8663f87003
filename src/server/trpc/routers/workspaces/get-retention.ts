import { z } from "zod";
import { getRetention } from "#server/services/workspaces/get-retention.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const getRetentionProcedure = workspaceProcedure("workspace.read")
  .output(z.object({ days: z.number().nullable() }))
  .query(({ ctx }) => getRetention(ctx.service));
