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

/** One model with the price that holds for it. */
export interface PriceRow {
  readonly model: string;
  readonly prices: UnitPrices;
  /** Null: the list's price holds. */
  readonly own: OwnPrice | null;
  /** Null: the list has none. */
  readonly listed: ListedPrice | null;
}

/** What the workspace has set, then the list; each in the order of names, and what is asked for alone. */
export function priceRows(
  own: readonly OwnPrice[],
  listed: readonly ListedPrice[],
  search: string,
): readonly PriceRow[] {
  const listedByModel = new Map(listed.map((price) => [price.model, price]));
  const ownModels = new Set(own.map(({ model }) => model));
  const rows: readonly PriceRow[] = [
    ...own.map((price) => ({
      model: price.model,
      prices: price.prices,
      own: price,
      listed: listedByModel.get(price.model) ?? null,
    })),
    ...listed
      .filter(({ model }) => !ownModels.has(model))
      .map((price) => ({ model: price.model, prices: price.prices, own: null, listed: price })),
  ];
  const words = search.trim().toLowerCase();
  return rows.filter(({ model }) => model.toLowerCase().includes(words));
}
