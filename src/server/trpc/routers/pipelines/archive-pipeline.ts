import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { archivePipeline } from "#server/services/pipelines/archive-pipeline.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** `isArchived: false` restores it. */
const inputSchema = z.strictObject({ pipelineId: pipelineIdSchema, isArchived: z.boolean().default(true) });

export const archivePipelineProcedure = workspaceProcedure("pipelines.write")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => archivePipeline(ctx.service, input));
