import type { Json } from "#core/json/json.ts";

/**
 * Tokens of one provider call. Total input = input + cacheWrite + cacheRead (Anthropic counts them separately).
 * `estimated` is true if the call was cut before the vendor reported its final figures.
 */
export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
  /** The part of `cacheWriteTokens` that lives an hour, for a vendor with two kinds; absent: none. */
  readonly cacheWrite1hTokens?: number | undefined;
  /**
   * What made the call cost something other than the list price, such as `region:us` or `speed:fast`; absent: nothing.
   */
  readonly priceFactors?: string[] | undefined;
  readonly estimated: boolean;
  /** The vendor's own usage object, kept whole, to be compared with the vendor's bill. */
  readonly raw: Json;
}

/** Tokens and money of a node run, a run or a set of them. */
export interface Totals {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Millionths of one US dollar; null = unknown, never shown as zero. */
  readonly costMicros: number | null;
  /** True if any of it was the sandbox's play money. */
  readonly sandbox: boolean;
}

/** Totals without any usage. */
export const noTotals: Totals = { inputTokens: 0, outputTokens: 0, costMicros: 0, sandbox: false };

/** Adds two totals; an unknown cost makes the sum unknown. */
export function addTotals(left: Totals, right: Totals): Totals {
  return {
    inputTokens: left.inputTokens + right.inputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    costMicros:
      left.costMicros === null || right.costMicros === null ? null : left.costMicros + right.costMicros,
    sandbox: left.sandbox || right.sandbox,
  };
}
