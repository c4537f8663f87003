import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { countDays, isDay, longestCostDays } from "#core/pricing/cost-groups.ts";

const daySchema = z.string().refine(isDay, "must be a day as YYYY-MM-DD");

/** UTC days, the last one included; of all pipelines or of one. */
export const costSpanFields = {
  firstDay: daySchema,
  lastDay: daySchema,
  pipelineId: pipelineIdSchema.nullable().default(null),
};

/** Whether the last day is not before the first, and not too long after it. */
export function isCostSpan(span: { readonly firstDay: string; readonly lastDay: string }): boolean {
  const days = countDays(span.firstDay, span.lastDay);
  return days >= 1 && days <= longestCostDays;
}

export const costSpanProblem = {
  path: ["lastDay"],
  message: `must not be before firstDay, and one request covers at most ${longestCostDays} days`,
};
