import { parseModelRef } from "#core/model/model-ref.ts";
import { priceNames } from "./find-price.ts";
import { type ModelLifecycle, modelLifecycles } from "./model-lifecycles.ts";

const byModel: ReadonlyMap<string, ModelLifecycle> = new Map(
  modelLifecycles.flatMap((entry) =>
    entry.models.map((model) => [`${entry.provider}/${model}`, entry] as const),
  ),
);

/**
 * The retirement of a model, by its name or that of its family; null: none is known.
 * @param model `provider/model`
 */
export function findLifecycle(model: string): ModelLifecycle | null {
  const { provider, model: name } = parseModelRef(model);
  for (const known of priceNames(`${provider}/${name}`)) {
    const entry = byModel.get(known);
    if (entry !== undefined) return entry;
  }
  return null;
}

/** Whether the vendor's page said that it was gone. A date that has passed since may have been postponed. */
export function isRetired({ retiresOn, asOf }: ModelLifecycle): boolean {
  return retiresOn <= asOf;
}

/** When a model is retired, and what to use instead: a sentence without its end. */
export function describeLifecycle(model: string, lifecycle: ModelLifecycle): string {
  const { retiresOn, replacement } = lifecycle;
  const instead = replacement === null ? "" : `; the provider recommends ${replacement}`;
  return isRetired(lifecycle)
    ? `${model} was retired by its provider on ${retiresOn}${instead}`
    : `${model} will be retired by its provider on ${retiresOn}${instead}`;
}
