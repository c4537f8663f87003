import type { ModelRef } from "#core/model/model-ref.ts";
import { priceCatalogue, sandboxPrices } from "./catalogue.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";
import type { UnitPrices } from "./unit-prices.ts";

/** A workspace's own prices by `provider/model`; they take precedence over the catalogue's. */
export type PriceOverrides = { readonly [model: string]: UnitPrices };

/** The source of a price. */
export type PriceOrigin =
  /** The workspace set it, for the model of this name. */
  | { readonly from: "workspace"; readonly model: string }
  | { readonly from: "catalogue"; readonly model: string; readonly asOf: string; readonly source: string }
  | { readonly from: "sandbox" };

export interface FoundPrice {
  readonly prices: UnitPrices;
  readonly origin: PriceOrigin;
}

const entriesByModel: ReadonlyMap<string, CatalogueEntry> = new Map(
  priceCatalogue.flatMap((entry) =>
    entry.models.map((model) => [`${entry.provider}/${model}`, entry] as const),
  ),
);

/** `claude-sonnet-4-5-20250929`, `gpt-4o-2024-08-06`, `claude-3-5-haiku-latest`: the same model by another name. */
const snapshotSuffix = /-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;

/** The names under which a model's price is looked up, in this order: its own, and that of its family. */
export function priceNames(model: string): readonly string[] {
  const family = model.replace(snapshotSuffix, "");
  return family === model ? [model] : [model, family];
}

/**
 * The prices of a model, or null if they are unknown: an unknown price is shown as unknown, never as zero. A dated
 * snapshot costs what its model costs unless it has a line of its own.
 */
export function findPrice(ref: ModelRef, overrides: PriceOverrides = {}): UnitPrices | null {
  return locatePrice(ref, overrides)?.prices ?? null;
}

/** The prices of a model with their source; null if they are unknown. */
export function locatePrice({ provider, model }: ModelRef, overrides: PriceOverrides): FoundPrice | null {
  const names = priceNames(`${provider}/${model}`);
  const set = names.find((name) => Object.hasOwn(overrides, name));
  const own = set === undefined ? undefined : overrides[set];
  if (set !== undefined && own !== undefined)
    return { prices: own, origin: { from: "workspace", model: set } };
  if (provider === "sandbox") return { prices: sandboxPrices, origin: { from: "sandbox" } };
  for (const name of names) {
    const entry = entriesByModel.get(name);
    if (entry === undefined) continue;
    const { prices, asOf, source } = entry;
    return { prices, origin: { from: "catalogue", model: name, asOf, source } };
  }
  return null;
}
