import { z } from "zod";
import { pipelineIdSchema, pipelineVersionIdSchema, userIdSchema } from "#core/ids.ts";
import { listVersions } from "#server/services/pipelines/list-versions.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const versionSchema = z.object({
  id: pipelineVersionIdSchema,
  number: z.number(),
  contentHash: z.string(),
  createdBy: userIdSchema.nullable(),
  createdAtMs: z.number(),
});

export const listVersionsProcedure = workspaceProcedure("pipelines.read")
  .input(z.strictObject({ pipelineId: pipelineIdSchema }))
  .output(z.object({ versions: z.array(versionSchema).readonly() }))
  .query(async ({ ctx, input }) => ({ versions: await listVersions(ctx.service, input) }));
