import { conditionLabels } from "#core/nodes/condition.ts";
import type { EdgeDefinition, NodeDefinition } from "../definition.ts";

/** The way out that a node takes when its failure goes along its error edges. */
export const errorLabel = "error";

/** The labels that edges out of this node may carry; empty where it has only one way out. */
export function waysOut(node: NodeDefinition): readonly string[] {
  return [
    ...(node.type === "condition" ? conditionLabels(node.config) : []),
    ...(node.onError === "branch" ? [errorLabel] : []),
  ];
}

/**
 * The way out of its source that an edge is; null = always, when the source completes. An edge out of a condition that says nothing is
 * its `true`: whoever draws a condition with one arrow means that.
 */
export function wayOf({ condition }: Pick<EdgeDefinition, "condition">, source: NodeDefinition | undefined) {
  return condition ?? (meansTrue(source) ? "true" : null);
}

/** Whether an edge without a label is one of several ways out of a plain condition. */
export function meansTrue(source: NodeDefinition | undefined): boolean {
  return source?.type === "condition" && source.config.cases === undefined;
}
