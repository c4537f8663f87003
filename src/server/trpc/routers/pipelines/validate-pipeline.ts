import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { validatePipeline } from "#server/services/pipelines/validate-pipeline.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { definitionSourceSchema, locatedProblemSchema } from "./pipeline-schema.ts";

const inputSchema = z.strictObject({
  definition: definitionSourceSchema,
  /** Its own pipeline, which it must not call. Null where it is not stored yet. */
  pipelineId: pipelineIdSchema.nullable().default(null),
});

const outputSchema = z.object({ isValid: z.boolean(), problems: z.array(locatedProblemSchema).readonly() });

/** A mutation only because a definition may be too long for a URL; it changes nothing. */
export const validatePipelineProcedure = workspaceProcedure("pipelines.read")
  .input(inputSchema)
  .output(outputSchema)
  .mutation(({ ctx, input }) => validatePipeline(ctx.service, input));
