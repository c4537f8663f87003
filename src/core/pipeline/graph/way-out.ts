import { waysOf } from "#core/nodes/ways/ways-of.ts";
import type { EdgeDefinition, NodeDefinition } from "../definition.ts";

/** The branch that a node takes when its failure follows its error edges. */
export const errorLabel = "error";

/** The labels that this node's outgoing edges may have; empty if it has only one way out. */
export function waysOut(node: NodeDefinition): readonly string[] {
  return [...(waysOf(node)?.labels ?? []), ...(node.onError === "branch" ? [errorLabel] : [])];
}

/** The branch of its source that an edge belongs to; null: always, when the source completes. */
export function wayOf({ condition }: Pick<EdgeDefinition, "condition">, source: NodeDefinition | undefined) {
  return condition ?? (source === undefined ? null : (waysOf(source)?.implied ?? null));
}
