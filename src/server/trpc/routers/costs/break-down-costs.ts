import { z } from "zod";
import { pipelineIdSchema, providerKeyIdSchema, userIdSchema } from "#core/ids.ts";
import { costGroups } from "#core/pricing/cost-groups.ts";
import { breakDownCosts } from "#server/services/costs/break-down-costs.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { costSpanFields, costSpanProblem, isCostSpan } from "./cost-span.ts";

const inputSchema = z
  .strictObject({ ...costSpanFields, by: z.enum(costGroups).default("day") })
  .refine(isCostSpan, costSpanProblem);

const sums = {
  calls: z.number(),
  unpricedCalls: z.number(),
  estimatedCalls: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheWriteTokens: z.number(),
  cacheReadTokens: z.number(),
  costMicros: z.number(),
  sandboxMicros: z.number(),
};

const rowSchema = z.object({
  pipelineId: pipelineIdSchema.nullable(),
  pipelineName: z.string().nullable(),
  nodeId: z.string().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  keyId: providerKeyIdSchema.nullable(),
  keyName: z.string().nullable(),
  userId: userIdSchema.nullable(),
  userName: z.string().nullable(),
  ...sums,
});

const outputSchema = z.object({
  days: z.array(z.object({ day: z.string(), ...sums })).readonly(),
  rows: z.array(rowSchema).readonly(),
  others: z.object({ count: z.number(), ...sums }).nullable(),
  total: z.object(sums),
});

export const breakDownCostsProcedure = workspaceProcedure("costs.read")
  .input(inputSchema)
  .output(outputSchema)
  .query(({ ctx, input }) => breakDownCosts(ctx.service, input));
