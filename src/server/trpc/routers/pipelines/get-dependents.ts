import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { getDependents } from "#server/services/pipelines/get-dependents.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const outputSchema = z.object({
  /** Pipelines whose published version calls this one, or starts when a run of it ends. */
  pipelines: z
    .array(
      z.object({
        pipelineId: pipelineIdSchema,
        pipelineName: z.string(),
        callers: z.array(z.string()).readonly(),
        /** Nodes that name a version of it: they depend on that one. */
        pinnedCallers: z.array(z.string()).readonly(),
        startsAfter: z.boolean(),
      }),
    )
    .readonly(),
  /** Tokens that have started some of its latest thousand runs. */
  apiUsers: z.array(z.object({ tokenName: z.string(), runs: z.number() })).readonly(),
  openRuns: z.object({ running: z.number(), waiting: z.number() }),
  /** Runs in progress of other pipelines that may call it: `pipelines.delete` refuses while there are any. */
  callingRuns: z.array(z.object({ pipelineName: z.string(), runs: z.number() })).readonly(),
});

export const getDependentsProcedure = workspaceProcedure("pipelines.read")
  .input(z.strictObject({ pipelineId: pipelineIdSchema }))
  .output(outputSchema)
  .query(({ ctx, input }) => getDependents(ctx.service, input));
