import { z } from "zod";
import { listPipelines } from "#server/services/pipelines/list-pipelines.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { pipelineSummarySchema } from "./pipeline-schema.ts";

const inputSchema = z.strictObject({ withArchived: z.boolean().default(false) }).prefault({});

export const listPipelinesProcedure = workspaceProcedure("pipelines.read")
  .input(inputSchema)
  .output(z.object({ pipelines: z.array(pipelineSummarySchema).readonly() }))
  .query(async ({ ctx, input }) => ({ pipelines: await listPipelines(ctx.service, input) }));
