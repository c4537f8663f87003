import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";

export const secretUsesSchema = z.object({
  pipelines: z
    .array(
      z.object({
        id: pipelineIdSchema,
        name: z.string(),
        /** Its published version uses the secret, and not only its draft. */
        isPublished: z.boolean(),
      }),
    )
    .readonly(),
});
