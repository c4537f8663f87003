import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { expectRunCost } from "#server/services/costs/expect-run-cost.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** Micros of USD: what half of the earlier ones cost at most, and nine of ten. */
const usualSchema = z.object({ p50Micros: z.number(), p90Micros: z.number() });

export const expectRunCostProcedure = workspaceProcedure("costs.read")
  .input(z.strictObject({ runId: runIdSchema }))
  .output(
    z.object({
      /** How many runs before it this is from. */
      runs: z.number(),
      real: usualSchema.nullable(),
      play: usualSchema.nullable(),
      nodes: z
        .array(usualSchema.extend({ nodeId: z.string(), count: z.number(), isSandbox: z.boolean() }))
        .readonly(),
      /** Names of agents of which nothing is known; the sums are without them. */
      unknownNodes: z.array(z.string()).readonly(),
    }),
  )
  .query(({ ctx, input }) => expectRunCost(ctx.service, input));
