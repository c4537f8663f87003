import type { ErrorInfo } from "#core/errors.ts";
import { evaluateMapping } from "#core/expression/evaluate-mapping.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { Json } from "#core/json/json.ts";
import { cutText } from "#core/json/normalize-text.ts";
import type { ItemsPolicy } from "#core/nodes/behaviour.ts";
import { maxItems } from "#core/nodes/map/items-of-map.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { RecentlyUsed } from "#core/recently-used.ts";
import { expressionFailure, itemsRefused } from "#core/run/node-faults.ts";
import type { InnerGraph } from "./begin-child.ts";

/** The list that a node works through. */
export interface ItemList {
  readonly items: readonly Json[];
  readonly inside: InnerGraph;
}

/** The maximum number of cached lists; each may be as large as any value in a run. */
const maxLists = 8;

/**
 * Caches the lists of nodes in flight, so that they are not computed for each item. They never change, because what
 * they are computed from has ended.
 */
export const itemLists = new RecentlyUsed<ItemList>(maxLists);

type Listed =
  | { readonly ok: true; readonly items: readonly Json[] }
  | { readonly ok: false; readonly error: ErrorInfo };

/** The list that a node is to work through, or what it is instead. */
export function listItems(node: PlanNode, { source }: ItemsPolicy, scope: Scope): Listed {
  const found = evaluateMapping(source, scope);
  if (!found.ok) return { ok: false, error: expressionFailure(node, "config.items", found.message) };
  if (!Array.isArray(found.value)) {
    const error = itemsRefused(node, `must be a list, and is ${shown(found.value)}.`);
    return { ok: false, error };
  }
  const { length } = found.value;
  if (length <= maxItems) return { ok: true, items: found.value };
  const [has, may] = [length, maxItems].map((count) => count.toLocaleString("en-US"));
  const message = `has ${has} items, and ${may} are allowed. Divide the list, for example with a map of maps.`;
  return { ok: false, error: itemsRefused(node, message) };
}

const longestShown = 80;

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= longestShown ? text : `${cutText(text, longestShown)}…`;
}
