import { z } from "zod";
import { jsonSchema } from "#core/json/json.ts";

/**
 * Tokens of one provider call. Total input = input + cacheWrite + cacheRead (Anthropic counts them apart).
 * `estimated` is true when the call was cut before the vendor told its final figures.
 */
export const modelUsageSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  cacheWriteTokens: z.number().int().nonnegative(),
  cacheReadTokens: z.number().int().nonnegative(),
  /** Those of `cacheWriteTokens` that live an hour, where a vendor has two kinds; absent: none. */
  cacheWrite1hTokens: z.number().int().nonnegative().optional(),
  /**
   * What made the call cost something other than the list price, such as `region:us` or `speed:fast`; absent: nothing.
   */
  priceFactors: z.array(z.string().max(64)).max(8).optional(),
  estimated: z.boolean(),
  /** The vendor's own usage object, kept whole, to be compared with the vendor's bill. */
  raw: jsonSchema.nullable(),
});
export type ModelUsage = z.infer<typeof modelUsageSchema>;

/** Tokens and money of a node run, a run or a set of them. `costMicros` null means the price is unknown. */
export const totalsSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  /** Millionths of one US dollar; null = unknown, never shown as zero. */
  costMicros: z.number().int().nonnegative().nullable(),
  /** True when any of it was the sandbox's play money. */
  sandbox: z.boolean(),
});
export type Totals = z.infer<typeof totalsSchema>;

/** Of what has used nothing. */
export const noTotals: Totals = { inputTokens: 0, outputTokens: 0, costMicros: 0, sandbox: false };

/** Sums what two things used; an unknown cost makes the sum unknown. */
export function addTotals(left: Totals, right: Totals): Totals {
  return {
    inputTokens: left.inputTokens + right.inputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    costMicros:
      left.costMicros === null || right.costMicros === null ? null : left.costMicros + right.costMicros,
    sandbox: left.sandbox || right.sandbox,
  };
}
