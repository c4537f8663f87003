import type { Ways } from "../behaviour.ts";
import type { ChoosingType, NodeDefinition } from "../registry.ts";
import { waysOfCondition } from "./ways-of-condition.ts";
import { waysOfWait } from "./ways-of-wait.ts";

/**
 * The types that may choose a branch, as in the registry: this does not compile if the two differ. Pages draw edges by
 * it, without loading the schemas of all types.
 */
const choosingTypes: { readonly [Type in ChoosingType as Type["type"]]: Type["run"]["ways"] } = {
  condition: waysOfCondition,
  delay: () => null,
  wait: waysOfWait,
};

/** A config was parsed with its own type's schema, so it is what that type's function expects. */
const waysByType: ReadonlyMap<string, (config: never) => Ways | null> = new Map(
  Object.entries(choosingTypes),
);

/** The branches of a node that chooses one; null if it has only one way out. */
export function waysOf({ type, config }: NodeDefinition): Ways | null {
  return waysByType.get(type)?.(config as never) ?? null;
}
