import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { pipelineOrders } from "#core/pipeline/pipeline-order.ts";
import { runStatuses } from "#core/run/status.ts";
import { listPipelines } from "#server/services/pipelines/list-pipelines.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";
import { pipelineSummarySchema } from "./pipeline-schema.ts";

const inputSchema = z
  .strictObject({
    withArchived: z.boolean().default(false),
    /** How many of each pipeline's newest runs to include. */
    lastRuns: z.number().int().min(0).max(20).default(0),
    /** Part of the name. */
    text: textSchema(200).nullable().default(null),
    /** Pipelines that have never run come last in orders by run. */
    order: z.enum(pipelineOrders).default("changed"),
    /** `nextCursor` of the previous page, in the same order. */
    cursor: z.string().max(8_000).nullable().default(null),
    /** Without it all pipelines are one page. */
    limit: z.number().int().min(1).max(200).nullable().default(null),
  })
  .prefault({});

/** Money is micros of USD; null: unknown. */
const runMarkSchema = z.object({
  id: runIdSchema,
  status: z.enum(runStatuses),
  costMicros: z.number().nullable(),
  /** The maximum that calls in flight may add. */
  heldMicros: z.number().nullable(),
  isSandbox: z.boolean(),
  createdAtMs: z.number(),
});

const listedPipelineSchema = pipelineSummarySchema.extend({ lastRuns: z.array(runMarkSchema).readonly() });

const outputSchema = z.object({
  pipelines: z.array(listedPipelineSchema).readonly(),
  /** Null on the last page. */
  nextCursor: z.string().nullable(),
});

export const listPipelinesProcedure = workspaceProcedure("pipelines.read")
  .input(inputSchema)
  .output(outputSchema)
  .query(({ ctx, input }) => listPipelines(ctx.service, input));
