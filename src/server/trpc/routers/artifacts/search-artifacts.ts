import { z } from "zod";
import { artifactIdSchema, pipelineIdSchema } from "#core/ids.ts";
import { searchArtifacts } from "#server/services/artifacts/search-artifacts.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";
import { artifactSummarySchema } from "./artifact-schema.ts";

const inputSchema = z
  .strictObject({
    text: textSchema(200).nullable().default(null),
    /** The beginning of the media type: `text/`, `application/json`. */
    mediaType: textSchema(100).nullable().default(null),
    pipelineId: pipelineIdSchema.nullable().default(null),
    withRunDocuments: z.boolean().default(false),
    withinSeconds: z
      .number()
      .int()
      .min(1)
      .max(3_660 * 86_400)
      .nullable()
      .default(null),
    cursor: artifactIdSchema.nullable().default(null),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .prefault({});

const foundSchema = artifactSummarySchema.extend({
  pipelineId: pipelineIdSchema,
  pipelineName: z.string(),
  attempt: z.number().nullable(),
  /** When its content was deleted by the workspace's retention time. Null: it exists. */
  bodiesDeletedAtMs: z.number().nullable(),
});

export const searchArtifactsProcedure = workspaceProcedure("artifacts.read")
  .input(inputSchema)
  .output(z.object({ artifacts: z.array(foundSchema).readonly(), nextCursor: artifactIdSchema.nullable() }))
  .query(({ ctx, input: { cursor, ...search } }) =>
    searchArtifacts(ctx.service, { ...search, after: cursor }),
  );
