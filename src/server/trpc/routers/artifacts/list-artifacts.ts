import { z } from "zod";
import { artifactIdSchema, runIdSchema } from "#core/ids.ts";
import { listArtifacts } from "#server/services/artifacts/list-artifacts.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { artifactSummarySchema } from "./artifact-schema.ts";

const inputSchema = z
  .strictObject({
    runId: runIdSchema.nullable().default(null),
    cursor: artifactIdSchema.nullable().default(null),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .prefault({});

export const listArtifactsProcedure = workspaceProcedure("artifacts.read")
  .input(inputSchema)
  .output(
    z.object({
      artifacts: z.array(artifactSummarySchema).readonly(),
      nextCursor: artifactIdSchema.nullable(),
    }),
  )
  .query(({ ctx, input }) => listArtifacts(ctx.service, input));
