import { z } from "zod";
import { artifactIdSchema, runIdSchema } from "#core/ids.ts";
import { findContents } from "#server/services/search/find-contents.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";
import { runStatusSchema } from "../runs/run-schema.ts";

const runSchema = z.object({
  id: runIdSchema,
  pipelineName: z.string(),
  status: runStatusSchema,
  createdAtMs: z.number(),
});

/** Where the text was found, in one line; null if only a name contains it, or the excerpt does not show it. */
const excerptSchema = z.object({ before: z.string(), match: z.string(), after: z.string() }).nullable();

const outputSchema = z.object({
  /** By part of the pipeline's name, or four or more characters of the id: its beginning or its end. */
  runs: z.array(runSchema).readonly(),
  /** Others of the newest runs, with the text in their input or output. */
  runsThatSay: z.array(runSchema.extend({ excerpt: excerptSchema })).readonly(),
  /** Of the newest artifacts saved by nodes: with the text in their name or content. */
  artifacts: z
    .array(
      z.object({
        id: artifactIdSchema,
        name: z.string(),
        runId: runIdSchema,
        pipelineName: z.string(),
        excerpt: excerptSchema,
      }),
    )
    .readonly(),
});

export const findContentsProcedure = workspaceProcedure("runs.read")
  .input(z.strictObject({ text: textSchema(200) }))
  .output(outputSchema)
  .query(({ ctx, input }) => findContents(ctx.service, input));
