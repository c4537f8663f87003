import { z } from "zod";
import { pipelineIdSchema, pipelineVersionIdSchema } from "#core/ids.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z.strictObject({
  pipelineId: pipelineIdSchema,
  /** Publishes only the revision that the caller has seen. */
  expectedRevision: z.number().int().positive().nullable().default(null),
  /** A note, stored with the version. */
  note: textSchema(500).nullable().default(null),
  /** Publishes although a test set forbids it; for owners and admins. */
  override: z.boolean().default(false),
});

const outputSchema = z.object({
  version: z.number(),
  versionId: pipelineVersionIdSchema,
  /** False where the draft equals an earlier version: that one becomes current again, with its old note. */
  isNew: z.boolean(),
});

export const publishPipelineProcedure = workspaceProcedure("pipelines.publish")
  .input(inputSchema)
  .output(outputSchema)
  .mutation(({ ctx, input }) => publishPipeline(ctx.service, input));
