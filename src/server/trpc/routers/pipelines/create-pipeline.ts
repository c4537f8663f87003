import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { createPipeline } from "#server/services/pipelines/create-pipeline.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { definitionSourceSchema, locatedProblemSchema } from "./pipeline-schema.ts";

const inputSchema = z.strictObject({
  definition: definitionSourceSchema,
  /** Accepts work in progress that cannot run yet. */
  acceptFaults: z.boolean().default(false),
  idempotencyKey: idempotencyKeySchema,
});

const outputSchema = z.object({
  pipelineId: pipelineIdSchema,
  draftRevision: z.number(),
  problems: z.array(locatedProblemSchema).readonly(),
});

export const createPipelineProcedure = workspaceProcedure("pipelines.write")
  .input(inputSchema)
  .output(outputSchema)
  .mutation(({ ctx, input }) => createPipeline(ctx.service, input));
