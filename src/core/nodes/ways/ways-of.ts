import type { Ways } from "../behaviour.ts";
import type { ChoosingType, NodeDefinition } from "../registry.ts";
import { waysOfCondition } from "./ways-of-condition.ts";
import { waysOfWait } from "./ways-of-wait.ts";

/**
 * The types that may choose a way out, as the registry has them: where this says something else, it does not compile.
 * Pages draw edges by it, without the schemas of all types.
 */
const choosingTypes: { readonly [Type in ChoosingType as Type["type"]]: Type["run"]["ways"] } = {
  condition: waysOfCondition,
  delay: () => null,
  wait: waysOfWait,
};

/** A config was parsed with the schema of its own type, so it is what the function of that type expects. */
const waysByType: ReadonlyMap<string, (config: never) => Ways | null> = new Map(
  Object.entries(choosingTypes),
);

/** The ways out of a node that chooses one; null where it has only one. */
export function waysOf({ type, config }: NodeDefinition): Ways | null {
  return waysByType.get(type)?.(config as never) ?? null;
}
