import { z } from "zod";
import { artifactIdSchema, pipelineIdSchema, pipelineVersionIdSchema, runIdSchema } from "#core/ids.ts";
import { traceArtifact } from "#server/services/artifacts/trace-artifact.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const makerSchema = z.object({
  runId: runIdSchema,
  pipelineId: pipelineIdSchema,
  pipelineName: z.string(),
  versionId: pipelineVersionIdSchema,
  versionNumber: z.number().nullable(),
  nodeId: z.string().nullable(),
  attempt: z.number().nullable(),
});

const sourceSchema = z.object({
  sha256: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  name: z.string().nullable(),
  /** The node itself was given it; otherwise the run was. */
  isOfNode: z.boolean(),
  /** The artifact of an earlier run that it is. */
  from: z.object({ artifactId: artifactIdSchema, runId: runIdSchema }).nullable(),
});

const useSchema = z.object({
  runId: runIdSchema,
  pipelineName: z.string(),
  createdAtMs: z.number(),
  /** It was forked from the run that left the artifact, or from such a fork, and took over what that one made. */
  isFork: z.boolean(),
});

export const traceArtifactProcedure = workspaceProcedure("artifacts.read")
  .input(z.strictObject({ artifactId: artifactIdSchema }))
  .output(
    z.object({
      madeBy: makerSchema,
      /** Null: what the run and its node were given is deleted. */
      madeFrom: z.array(sourceSchema).readonly().nullable(),
      usedBy: z.array(useSchema).readonly(),
    }),
  )
  .query(({ ctx, input }) => traceArtifact(ctx.service, input));
