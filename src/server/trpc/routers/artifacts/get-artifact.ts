import { z } from "zod";
import { artifactIdSchema } from "#core/ids.ts";
import { getArtifact } from "#server/services/artifacts/get-artifact.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { artifactSummarySchema } from "./artifact-schema.ts";

export const getArtifactProcedure = workspaceProcedure("artifacts.read")
  .input(z.strictObject({ artifactId: artifactIdSchema }))
  .output(artifactSummarySchema.extend({ content: z.string(), encoding: z.enum(["text", "base64"]) }))
  .query(({ ctx, input }) => getArtifact(ctx.service, input));
