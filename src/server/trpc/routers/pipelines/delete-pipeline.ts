import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { deletePipeline } from "#server/services/deletion/delete-pipeline.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  pipelineId: pipelineIdSchema,
  /** The pipeline's name. */
  confirm: z.string().max(1_000),
  /** Delete it although runs in progress may call it. False: refuse then. */
  evenIfCalled: z.boolean().default(false),
});

export const deletePipelineProcedure = workspaceProcedure("pipelines.delete")
  .input(inputSchema)
  .output(z.object({ isDone: z.boolean() }))
  .mutation(({ ctx, input }) => deletePipeline(ctx.service, input));
