import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { deletePipeline } from "#server/services/deletion/delete-pipeline.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** `confirm` is the pipeline's name. */
const inputSchema = z.strictObject({ pipelineId: pipelineIdSchema, confirm: z.string().max(1_000) });

export const deletePipelineProcedure = workspaceProcedure("pipelines.delete")
  .input(inputSchema)
  .output(z.object({ isDone: z.boolean() }))
  .mutation(({ ctx, input }) => deletePipeline(ctx.service, input));
