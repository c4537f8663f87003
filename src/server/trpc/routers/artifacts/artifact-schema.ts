import { z } from "zod";
import { artifactIdSchema, runIdSchema } from "#core/ids.ts";

export const artifactSummarySchema = z.object({
  id: artifactIdSchema,
  runId: runIdSchema,
  nodeId: z.string().nullable(),
  kind: z.enum(["run", "saved"]),
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  createdAtMs: z.number(),
});
