import type { ItemsPolicy } from "./behaviour.ts";
import { itemsOfMap } from "./map/items-of-map.ts";
import type { ChildType, NodeDefinition } from "./registry.ts";

/** How nodes of a type work through a list, as the type itself says; null where they work through none. */
type ItemsOf<Type extends ChildType> = Type["run"] extends { readonly items: infer Items } ? Items : null;

/**
 * The types whose nodes start runs, with what a page must know of them. The registry says the same, and this does not
 * compile where it says something else; but with the registry come the schemas of all types and the reading of
 * expressions, which weigh as much as half a page.
 */
const childTypes: { readonly [Type in ChildType as Type["type"]]: ItemsOf<Type> } = {
  call: null,
  map: itemsOfMap,
  loop: null,
};

/** A config was parsed with the schema of its own type, so it is what the function of that type expects. */
const itemsByType: ReadonlyMap<string, ((config: never) => ItemsPolicy) | null> = new Map(
  Object.entries(childTypes),
);

/** The types whose nodes start runs of their own. */
export const childTypeNames: readonly string[] = [...itemsByType.keys()];

/** Whether nodes of this type start runs of their own. */
export function typeStartsRuns(type: string): boolean {
  return itemsByType.has(type);
}

/** How a node works through a list; null for all that work through none. As `itemsOf`, without the registry. */
export function itemsPolicyOf({ type, config }: NodeDefinition): ItemsPolicy | null {
  return itemsByType.get(type)?.(config as never) ?? null;
}
