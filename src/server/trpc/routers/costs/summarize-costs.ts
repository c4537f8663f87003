import { z } from "zod";
import { summarizeCosts } from "#server/services/costs/summarize-costs.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const longestMs = 366 * 24 * 60 * 60 * 1000;

const inputSchema = z
  .strictObject({ sinceMs: z.number().nonnegative(), untilMs: z.number().nonnegative() })
  .refine(({ sinceMs, untilMs }) => sinceMs < untilMs && untilMs - sinceMs <= longestMs, {
    path: ["untilMs"],
    message: "must be after sinceMs, by at most a year",
  });

const lineSchema = z.object({
  day: z.string(),
  provider: z.string(),
  model: z.string(),
  isSandbox: z.boolean(),
  calls: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheWriteTokens: z.number(),
  cacheReadTokens: z.number(),
  costMicros: z.number(),
  unpricedCalls: z.number(),
});

const outputSchema = z.object({
  lines: z.array(lineSchema).readonly(),
  costMicros: z.number(),
  sandboxMicros: z.number(),
  unpricedCalls: z.number(),
});

export const summarizeCostsProcedure = workspaceProcedure("costs.read")
  .input(inputSchema)
  .output(outputSchema)
  .query(({ ctx, input }) => summarizeCosts(ctx.service, input));
