import { z } from "zod";
import { pipelineIdSchema, runIdSchema } from "#core/ids.ts";
import { listRuns } from "#server/services/runs/list-runs.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { runStatusSchema, runSummarySchema } from "./run-schema.ts";

const inputSchema = z
  .strictObject({
    pipelineId: pipelineIdSchema.nullable().default(null),
    statuses: z.array(runStatusSchema).min(1).nullable().default(null),
    cursor: runIdSchema.nullable().default(null),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .prefault({});

export const listRunsProcedure = workspaceProcedure("runs.read")
  .input(inputSchema)
  .output(z.object({ runs: z.array(runSummarySchema).readonly(), nextCursor: runIdSchema.nullable() }))
  .query(({ ctx, input }) => listRuns(ctx.service, input));
