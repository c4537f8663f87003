import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { saveDraft } from "#server/services/pipelines/save-draft.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { definitionSourceSchema, locatedProblemSchema } from "./pipeline-schema.ts";

const inputSchema = z.strictObject({
  pipelineId: pipelineIdSchema,
  definition: definitionSourceSchema,
  expectedRevision: z.number().int().positive(),
  /** Accepts work in progress that cannot run yet. */
  acceptFaults: z.boolean().default(false),
});

const outputSchema = z.object({
  draftRevision: z.number(),
  problems: z.array(locatedProblemSchema).readonly(),
});

export const saveDraftProcedure = workspaceProcedure("pipelines.write")
  .input(inputSchema)
  .output(outputSchema)
  .mutation(({ ctx, input }) => saveDraft(ctx.service, input));
