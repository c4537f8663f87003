import { trpc } from "#server/trpc/init.ts";
import { listPricesProcedure } from "./list-prices.ts";
import { removePriceProcedure } from "./remove-price.ts";
import { setPriceProcedure } from "./set-price.ts";

export const pricesRouter = trpc.router({
  list: listPricesProcedure,
  set: setPriceProcedure,
  remove: removePriceProcedure,
});
