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

/** What a node works through. */
export interface ItemList {
  readonly items: readonly Json[];
  readonly inside: InnerGraph;
}

/** The most lists that are kept; each is as large as a value that passes through a run may be. */
const maxLists = 8;

/**
 * The lists that nodes in flight work through. What a list is made of has ended, so it is the same whenever it is made
 * again; it is kept so that it need not be for each of its items.
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
