import { priceCatalogue, sandboxPrices } from "#core/pricing/catalogue.ts";
import { findLifecycle, isRetired } from "#core/pricing/find-lifecycle.ts";
import type { ModelLifecycle } from "#core/pricing/model-lifecycles.ts";
import type { UnitPrices } from "#core/pricing/unit-prices.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listModelPrices, type ModelPrice } from "#server/db/prices/model-price-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** The list price of one model. */
export interface ListedPrice {
  /** `provider/model` */
  readonly model: string;
  readonly prices: UnitPrices;
  readonly asOf: string;
  readonly source: string;
}

/** A model with a price that its vendor retires. */
export interface LeavingModel extends Pick<ModelLifecycle, "retiresOn" | "replacement" | "asOf" | "source"> {
  /** `provider/model` */
  readonly model: string;
  /** The vendor's page says that it is retired; if false, the vendor may still move the day. */
  readonly isRetired: boolean;
}

export interface Prices {
  readonly own: readonly ModelPrice[];
  readonly listed: readonly ListedPrice[];
  /** Models of both lists that their vendors retire. */
  readonly leaving: readonly LeavingModel[];
  /** Play money, for every model of the sandbox. */
  readonly sandbox: UnitPrices;
}

/**
 * Model prices: the workspace's own, which take precedence, and the list that comes with Penstock.
 * @throws AppError FORBIDDEN.
 */
export async function listPrices(context: ServiceContext): Promise<Prices> {
  authorize(context, "costs.read");
  const { workspaceId } = context.actor;
  const own = await withTenant(context.db, workspaceId, (tx) => listModelPrices(tx, workspaceId));
  const listed = priceCatalogue.flatMap(({ provider, models, prices, asOf, source }) =>
    models.map((model) => ({ model: `${provider}/${model}`, prices, asOf, source })),
  );
  const leaving = [...own, ...listed].flatMap(({ model }) => leavingModel(model));
  return { own, listed, leaving, sandbox: sandboxPrices };
}

function leavingModel(model: string): readonly LeavingModel[] {
  const lifecycle = findLifecycle(model);
  if (lifecycle === null) return [];
  const { retiresOn, replacement, asOf, source } = lifecycle;
  return [{ model, retiresOn, replacement, asOf, source, isRetired: isRetired(lifecycle) }];
}
