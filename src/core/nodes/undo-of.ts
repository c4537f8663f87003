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

/** What messages call a node, or the undo of one, by its id: within a sentence. */
export function nodeWords(id: string): string {
  const undone = undoneBy(id);
  return undone === null ? `node "${id}"` : `the undo of node "${undone}"`;
}

/** The same where a sentence begins. */
export function nodeWordsFirst(id: string): string {
  const words = nodeWords(id);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The node that this id is the undo of; null for the id of a node. */
export function undoneBy(id: string): string | null {
  return id.startsWith(prefix) ? id.slice(prefix.length) : null;
}
