import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { expectRunCost } from "#server/services/costs/expect-run-cost.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** Micros of USD: the median and the 90th percentile of earlier runs. */
const usualSchema = z.object({ p50Micros: z.number(), p90Micros: z.number() });

export const expectRunCostProcedure = workspaceProcedure("costs.read")
  .input(z.strictObject({ runId: runIdSchema }))
  .output(
    z.object({
      /** The number of earlier runs this is based on. */
      runs: z.number(),
      real: usualSchema.nullable(),
      play: usualSchema.nullable(),
      nodes: z
        .array(usualSchema.extend({ nodeId: z.string(), count: z.number(), isSandbox: z.boolean() }))
        .readonly(),
      /** Names of agents without earlier runs; the sums do not include them. */
      unknownNodes: z.array(z.string()).readonly(),
    }),
  )
  .query(({ ctx, input }) => expectRunCost(ctx.service, input));
