import { waysOf } from "#core/nodes/ways/ways-of.ts";
import type { EdgeDefinition, NodeDefinition } from "../definition.ts";

/** The way out that a node takes when its failure goes along its error edges. */
export const errorLabel = "error";

/** The labels that edges out of this node may carry; empty where it has only one way out. */
export function waysOut(node: NodeDefinition): readonly string[] {
  return [...(waysOf(node)?.labels ?? []), ...(node.onError === "branch" ? [errorLabel] : [])];
}

/** The way out of its source that an edge is; null = always, when the source completes. */
export function wayOf({ condition }: Pick<EdgeDefinition, "condition">, source: NodeDefinition | undefined) {
  return condition ?? (source === undefined ? null : (waysOf(source)?.implied ?? null));
}
