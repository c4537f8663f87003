import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { listPastCosts } from "#server/services/costs/list-past-costs.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const nodeSchema = z.object({ nodeId: z.string(), model: z.string(), costMicros: z.number().nullable() });

const runSchema = z.object({
  nodes: z.array(nodeSchema).readonly(),
  /** Everything that it had started. Null: nothing. */
  below: z.object({ costMicros: z.number(), isSandbox: z.boolean() }).nullable(),
});

export const listPastCostsProcedure = workspaceProcedure("costs.read")
  .input(z.strictObject({ pipelineId: pipelineIdSchema }))
  .output(z.object({ runs: z.array(runSchema).readonly() }))
  .query(async ({ ctx, input }) => ({ runs: await listPastCosts(ctx.service, input) }));
