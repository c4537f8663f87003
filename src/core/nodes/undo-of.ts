import type { ActionConfig } from "./action.ts";
import type { NodeDefinition } from "./registry.ts";

/** The action that takes back what a node did; null where it names none. */
export function undoOf(node: NodeDefinition): ActionConfig | null {
  return node.type === "action" ? (node.config.undo ?? null) : null;
}

const prefix = "undo:";

/** Under which the undo of a node is kept among its run's nodes. No author can give a node such an id. */
export function undoIdOf(nodeId: string): string {
  return prefix + nodeId;
}

/** The node that this id is the undo of; null for the id of a node. */
export function undoneBy(id: string): string | null {
  return id.startsWith(prefix) ? id.slice(prefix.length) : null;
}
