import { z } from "zod";
import type { PriceBasis } from "./price-basis.ts";

/** What a line of an explanation counts. */
const amountPartSchema = z.enum(["input", "output", "cacheWrite5m", "cacheWrite1h", "cacheRead"]);
export type AmountPart = z.infer<typeof amountPartSchema>;

/** Tokens of one kind and what they cost; the sum of all lines, times the factors, is the amount. */
export const amountLineSchema = z.object({
  part: amountPartSchema,
  tokens: z.number(),
  /** Micros of USD for a million tokens. */
  rateMicros: z.number(),
  /** Micros of USD, not rounded: rounding is done once, on the amount. */
  micros: z.number(),
});
export type AmountLine = z.infer<typeof amountLineSchema>;

/** Tokens as the ledger stores them. */
export interface BookedTokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
}

const tokensPerPrice = 1_000_000;

/** How an amount came about, kind by kind; unused kinds are left out. */
export function explainAmount(tokens: BookedTokens, basis: PriceBasis): readonly AmountLine[] {
  const { rates, cacheWrite1hTokens } = basis;
  const lines: readonly (readonly [AmountPart, number, number])[] = [
    ["input", tokens.inputTokens, rates.input],
    ["cacheRead", tokens.cacheReadTokens, rates.cacheRead],
    ["cacheWrite5m", tokens.cacheWriteTokens - cacheWrite1hTokens, rates.cacheWrite5m],
    ["cacheWrite1h", cacheWrite1hTokens, rates.cacheWrite1h],
    ["output", tokens.outputTokens, rates.output],
  ];
  return lines
    .filter(([, count]) => count > 0)
    .map(([part, count, rateMicros]) => ({
      part,
      tokens: count,
      rateMicros,
      micros: (count * rateMicros) / tokensPerPrice,
    }));
}
