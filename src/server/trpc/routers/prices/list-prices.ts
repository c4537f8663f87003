import { z } from "zod";
import { userIdSchema } from "#core/ids.ts";
import { unitPricesSchema } from "#core/pricing/unit-prices.ts";
import { listPrices } from "#server/services/prices/list-prices.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const ownSchema = z.object({
  model: z.string(),
  prices: unitPricesSchema,
  setBy: userIdSchema.nullable(),
  setAtMs: z.number(),
});

const listedSchema = z.object({
  model: z.string(),
  prices: unitPricesSchema,
  asOf: z.string(),
  source: z.string(),
});

const leavingSchema = z.object({
  model: z.string(),
  /** Days are YYYY-MM-DD. */
  retiresOn: z.string(),
  replacement: z.string().nullable(),
  asOf: z.string(),
  source: z.string(),
  isRetired: z.boolean(),
});

const outputSchema = z.object({
  own: z.array(ownSchema).readonly(),
  listed: z.array(listedSchema).readonly(),
  /** Models of both lists that their vendors retire. */
  leaving: z.array(leavingSchema).readonly(),
  sandbox: unitPricesSchema,
});

/** Prices are micros of USD per million tokens: $3 is 3,000,000. */
export const listPricesProcedure = workspaceProcedure("costs.read")
  .output(outputSchema)
  .query(({ ctx }) => listPrices(ctx.service));
