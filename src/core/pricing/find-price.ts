import type { ModelRef } from "#core/model/model-ref.ts";
import { priceCatalogue, sandboxPrices } from "./catalogue.ts";
import type { UnitPrices } from "./unit-prices.ts";

/** A workspace's own prices by `provider/model`; they go before the catalogue's. */
export type PriceOverrides = { readonly [model: string]: UnitPrices };

const pricesByModel: ReadonlyMap<string, UnitPrices> = new Map(
  priceCatalogue.flatMap(({ provider, models, prices }) =>
    models.map((model) => [`${provider}/${model}`, prices]),
  ),
);

/** `claude-sonnet-4-5-20250929`, `gpt-4o-2024-08-06`, `claude-3-5-haiku-latest`: the same model by another name. */
const snapshotSuffix = /-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;

/**
 * The prices of a model, or null when they are not known: an unknown price is shown as unknown, never as zero. A dated
 * snapshot costs what its model costs unless it has a line of its own.
 */
export function findPrice(ref: ModelRef, overrides: PriceOverrides = {}): UnitPrices | null {
  const name = `${ref.provider}/${ref.model}`;
  const family = name.replace(snapshotSuffix, "");
  const overridden = ownEntry(overrides, name) ?? ownEntry(overrides, family);
  if (overridden !== undefined) return overridden;
  if (ref.provider === "sandbox") return sandboxPrices;
  return pricesByModel.get(name) ?? pricesByModel.get(family) ?? null;
}

function ownEntry(overrides: PriceOverrides, name: string): UnitPrices | undefined {
  return Object.hasOwn(overrides, name) ? overrides[name] : undefined;
}
