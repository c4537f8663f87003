import type { ActionConfig } from "./action.ts";
import type { NodeDefinition } from "./registry.ts";

/** The action that takes back what a node did; null if it has none. */
export function undoOf(node: NodeDefinition): ActionConfig | null {
  return node.type === "action" ? (node.config.undo ?? null) : null;
}

const prefix = "undo:";

/** The id of a node's undo among the run's nodes. No author can give a node such an id. */
export function undoIdOf(nodeId: string): string {
  return prefix + nodeId;
}

/** How messages refer to a node, or its undo, by its id, within a sentence. */
export function nodeWords(id: string): string {
  const undone = undoneBy(id);
  return undone === null ? `node "${id}"` : `the undo of node "${undone}"`;
}

/** The same at the beginning of a sentence. */
export function nodeWordsFirst(id: string): string {
  const words = nodeWords(id);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The node whose undo has this id; null for the id of a node. */
export function undoneBy(id: string): string | null {
  return id.startsWith(prefix) ? id.slice(prefix.length) : null;
}
