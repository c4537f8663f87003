import { z } from "zod";
import { removePrice } from "#server/services/prices/remove-price.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

export const removePriceProcedure = workspaceProcedure("prices.manage")
  .input(z.strictObject({ model: textSchema(200) }))
  .output(z.void())
  .mutation(({ ctx, input }) => removePrice(ctx.service, input));
