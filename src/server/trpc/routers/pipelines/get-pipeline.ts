import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { getPipeline } from "#server/services/pipelines/get-pipeline.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { pipelineSchema } from "./pipeline-schema.ts";

export const getPipelineProcedure = workspaceProcedure("pipelines.read")
  .input(z.strictObject({ pipelineId: pipelineIdSchema }))
  .output(pipelineSchema)
  .query(({ ctx, input }) => getPipeline(ctx.service, input));
