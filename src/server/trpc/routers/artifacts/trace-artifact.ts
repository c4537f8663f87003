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
  /** True: it is in the node's input; otherwise in the run's. */
  isOfNode: z.boolean(),
  /** The artifact of an earlier run with these bytes. */
  from: z.object({ artifactId: artifactIdSchema, runId: runIdSchema }).nullable(),
});

const useSchema = z.object({
  runId: runIdSchema,
  pipelineName: z.string(),
  createdAtMs: z.number(),
  /** A fork, direct or not, of the run that produced the artifact, which took over its node. */
  isFork: z.boolean(),
});

export const traceArtifactProcedure = workspaceProcedure("artifacts.read")
  .input(z.strictObject({ artifactId: artifactIdSchema }))
  .output(
    z.object({
      madeBy: makerSchema,
      /** Null: the inputs of the run and the node were deleted. */
      madeFrom: z.array(sourceSchema).readonly().nullable(),
      usedBy: z.array(useSchema).readonly(),
    }),
  )
  .query(({ ctx, input }) => traceArtifact(ctx.service, input));
