import { z } from "zod";
import { modelRefSchema } from "#core/model/model-ref-schema.ts";
import { unitPricesSchema } from "#core/pricing/unit-prices.ts";
import { setPrice } from "#server/services/prices/set-price.ts";
import { storableSchema } from "#server/trpc/json-value-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z.strictObject({
  model: textSchema(200).pipe(modelRefSchema),
  prices: storableSchema(unitPricesSchema),
});

export const setPriceProcedure = workspaceProcedure("prices.manage")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => setPrice(ctx.service, input));
