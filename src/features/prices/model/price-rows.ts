import type { UnitPrices } from "#core/pricing/unit-prices.ts";

interface OwnPrice {
  readonly model: string;
  readonly prices: UnitPrices;
  readonly setAtMs: number;
}

interface ListedPrice {
  readonly model: string;
  readonly prices: UnitPrices;
  readonly asOf: string;
  readonly source: string;
}

interface LeavingModel {
  readonly model: string;
  readonly retiresOn: string;
  readonly replacement: string | null;
  readonly source: string;
  readonly isRetired: boolean;
}

interface PriceLists {
  readonly own: readonly OwnPrice[];
  readonly listed: readonly ListedPrice[];
  readonly leaving: readonly LeavingModel[];
}

/** One model with the price that applies to it. */
export interface PriceRow {
  readonly model: string;
  readonly prices: UnitPrices;
  /** Null: the list's price applies. */
  readonly own: OwnPrice | null;
  /** Null: the list has no price. */
  readonly listed: ListedPrice | null;
  /** Null: no retirement is known. */
  readonly leaving: LeavingModel | null;
}

/** The workspace's prices first, then the list's; each sorted by name and filtered by the query. */
export function priceRows({ own, listed, leaving }: PriceLists, search: string): readonly PriceRow[] {
  const listedByModel = new Map(listed.map((price) => [price.model, price]));
  const leavingByModel = new Map(leaving.map((one) => [one.model, one]));
  const ownModels = new Set(own.map(({ model }) => model));
  const rowOf = (price: OwnPrice | ListedPrice, set: OwnPrice | null): PriceRow => ({
    ...{ model: price.model, prices: price.prices, own: set },
    listed: listedByModel.get(price.model) ?? null,
    leaving: leavingByModel.get(price.model) ?? null,
  });
  const rows = [
    ...own.map((price) => rowOf(price, price)),
    ...listed.filter(({ model }) => !ownModels.has(model)).map((price) => rowOf(price, null)),
  ];
  const words = search.trim().toLowerCase();
  return rows.filter(({ model }) => model.toLowerCase().includes(words));
}
