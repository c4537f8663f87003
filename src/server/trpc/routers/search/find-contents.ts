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

/** An excerpt in one line. Null where only a name matches, or the excerpt does not show the match. */
const excerptSchema = z.object({ before: z.string(), match: z.string(), after: z.string() }).nullable();

const outputSchema = z.object({
  /** Matched by part of the pipeline's name, or four or more characters of the id: its beginning or its end. */
  runs: z.array(runSchema).readonly(),
  /** Others of the newest runs, with the text in their input or output. */
  runsThatSay: z.array(runSchema.extend({ excerpt: excerptSchema })).readonly(),
  /** Of the newest saved artifacts, those with the text in their name or content. */
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
