import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { expectRunCost } from "#server/services/costs/expect-run-cost.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** The median and the 90th percentile of the earlier runs, micros of USD. */
const usualSchema = z.object({ p50Micros: z.number(), p90Micros: z.number() });

export const expectRunCostProcedure = workspaceProcedure("costs.read")
  .input(z.strictObject({ runId: runIdSchema }))
  .output(
    z.object({
      /** How many earlier runs this is based on. */
      runs: z.number(),
      real: usualSchema.nullable(),
      play: usualSchema.nullable(),
      nodes: z
        .array(usualSchema.extend({ nodeId: z.string(), count: z.number(), isSandbox: z.boolean() }))
        .readonly(),
      /** Names of agents without data; the sums do not include them. */
      unknownNodes: z.array(z.string()).readonly(),
    }),
  )
  .query(({ ctx, input }) => expectRunCost(ctx.service, input));
