import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { runStatuses } from "#core/run/status.ts";
import { listPipelines } from "#server/services/pipelines/list-pipelines.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { pipelineSummarySchema } from "./pipeline-schema.ts";

const inputSchema = z
  .strictObject({
    withArchived: z.boolean().default(false),
    /** How many of each pipeline's newest runs to tell. */
    lastRuns: z.number().int().min(0).max(20).default(0),
  })
  .prefault({});

/** Money in micros of USD, null = unknown. */
const runMarkSchema = z.object({
  id: runIdSchema,
  status: z.enum(runStatuses),
  costMicros: z.number().nullable(),
  /** The most that calls in flight may add. */
  heldMicros: z.number().nullable(),
  isSandbox: z.boolean(),
  createdAtMs: z.number(),
});

const listedPipelineSchema = pipelineSummarySchema.extend({ lastRuns: z.array(runMarkSchema).readonly() });

export const listPipelinesProcedure = workspaceProcedure("pipelines.read")
  .input(inputSchema)
  .output(z.object({ pipelines: z.array(listedPipelineSchema).readonly() }))
  .query(async ({ ctx, input }) => ({ pipelines: await listPipelines(ctx.service, input) }));
