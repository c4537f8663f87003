import type { ItemsPolicy } from "./behaviour.ts";
import { itemsOfMap } from "./map/items-of-map.ts";
import type { ChildType, NodeDefinition } from "./registry.ts";

/** How nodes of a type work through a list, as defined by the type; null if they do not. */
type ItemsOf<Type extends ChildType> = Type["run"] extends { readonly items: infer Items } ? Items : null;

/**
 * The types whose nodes start runs, with what a page must know about them. The registry holds the same information, and
 * this does not compile if the two differ. But the registry brings in the schemas of all types and the expression
 * parser, which are half the size of a page.
 */
const childTypes: { readonly [Type in ChildType as Type["type"]]: ItemsOf<Type> } = {
  call: null,
  map: itemsOfMap,
  loop: null,
};

/** A config was parsed with its own type's schema, so it is what that type's function expects. */
const itemsByType: ReadonlyMap<string, ((config: never) => ItemsPolicy) | null> = new Map(
  Object.entries(childTypes),
);

/** The types whose nodes start runs of their own. */
export const childTypeNames: readonly string[] = [...itemsByType.keys()];

/** Whether nodes of this type start runs of their own. */
export function typeStartsRuns(type: string): boolean {
  return itemsByType.has(type);
}

/** How a node works through a list; null if it does not. The same as `itemsOf`, without the registry. */
export function itemsPolicyOf({ type, config }: NodeDefinition): ItemsPolicy | null {
  return itemsByType.get(type)?.(config as never) ?? null;
}
