import { priceCatalogue, sandboxPrices } from "#core/pricing/catalogue.ts";
import type { UnitPrices } from "#core/pricing/unit-prices.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listModelPrices, type ModelPrice } from "#server/db/prices/model-price-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** A price of the list, for one model. */
export interface ListedPrice {
  /** `provider/model` */
  readonly model: string;
  readonly prices: UnitPrices;
  readonly asOf: string;
  readonly source: string;
}

export interface Prices {
  readonly own: readonly ModelPrice[];
  readonly listed: readonly ListedPrice[];
  /** Play money, for every model of the sandbox. */
  readonly sandbox: UnitPrices;
}

/**
 * What models cost: what the workspace has set, which goes first, and the list that comes with Penstock.
 * @throws AppError FORBIDDEN.
 */
export async function listPrices(context: ServiceContext): Promise<Prices> {
  authorize(context, "costs.read");
  const { workspaceId } = context.actor;
  const own = await withTenant(context.db, workspaceId, (tx) => listModelPrices(tx, workspaceId));
  const listed = priceCatalogue.flatMap(({ provider, models, prices, asOf, source }) =>
    models.map((model) => ({ model: `${provider}/${model}`, prices, asOf, source })),
  );
  return { own, listed, sandbox: sandboxPrices };
}
