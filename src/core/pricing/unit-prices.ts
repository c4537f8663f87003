import { z } from "zod";

/** Micros of USD for one million tokens: $3 is 3,000,000. At most $100,000, so that every sum of them can be stored. */
const priceSchema = z.number().int().nonnegative().max(100_000_000_000);

/** What a million tokens of each kind cost. */
export const tokenPricesSchema = z.object({
  input: priceSchema,
  output: priceSchema,
  /** Writing to a prompt cache that lives five minutes, or the only kind there is. */
  cacheWrite5m: priceSchema,
  /** Writing to a prompt cache that lives one hour. */
  cacheWrite1h: priceSchema,
  cacheRead: priceSchema,
});
export type TokenPrices = z.infer<typeof tokenPricesSchema>;

/** The factor on a whole call's price, in thousandths: 1100 is 1.1 times. */
const factorSchema = z.number().int().min(1000).max(100_000);

/** A model's prices. Some charge more for a whole call once its prompt is long; the prompt includes cached tokens. */
export const unitPricesSchema = tokenPricesSchema.extend({
  longPrompt: z.object({ aboveTokens: z.number().int().positive(), prices: tokenPricesSchema }).optional(),
  /** By name, as `ModelUsage.priceFactors` names them. One that is missing makes a call's price unknown. */
  factors: z
    .record(z.string().max(64), factorSchema)
    .refine((factors) => Object.keys(factors).length <= 50, "must be at most 50")
    .optional(),
});
export type UnitPrices = z.infer<typeof unitPricesSchema>;
