import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { amountLineSchema } from "#core/pricing/explain-amount.ts";
import { priceBasisSchema } from "#core/pricing/price-basis.ts";
import { explainNodeCost } from "#server/services/costs/explain-node-cost.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

const entrySchema = z.object({
  attempt: z.number(),
  kind: z.enum(["reserve", "release", "settle", "late"]),
  provider: z.string(),
  model: z.string(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheWriteTokens: z.number(),
  cacheReadTokens: z.number(),
  amountMicros: z.number().nullable(),
  isEstimated: z.boolean(),
  isSandbox: z.boolean(),
  basis: priceBasisSchema.nullable(),
  createdAtMs: z.number(),
  lines: z.array(amountLineSchema).readonly().nullable(),
});

export const explainNodeProcedure = workspaceProcedure("costs.read")
  .input(z.strictObject({ runId: runIdSchema, nodeId: textSchema(64) }))
  .output(z.object({ entries: z.array(entrySchema).readonly() }))
  .query(async ({ ctx, input }) => ({ entries: await explainNodeCost(ctx.service, input) }));
