import { z } from "zod";
import { pipelineIdSchema, pipelineVersionIdSchema } from "#core/ids.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  pipelineId: pipelineIdSchema,
  /** Publishes only the draft that the caller has seen. */
  expectedRevision: z.number().int().positive().nullable().default(null),
});

export const publishPipelineProcedure = workspaceProcedure("pipelines.publish")
  .input(inputSchema)
  .output(z.object({ version: z.number(), versionId: pipelineVersionIdSchema }))
  .mutation(({ ctx, input }) => publishPipeline(ctx.service, input));
