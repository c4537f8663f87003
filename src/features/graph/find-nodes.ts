import type { GraphNodeShape } from "./graph-shape.ts";

/**
 * Nodes whose name, id or type contains every word, in the order of the definition; names that start with the query
 * come first.
 */
export function findNodes<Node extends GraphNodeShape>(
  nodes: readonly Node[],
  wanted: string,
): readonly Node[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const begins = wanted.trim().toLowerCase();
  const rank = ({ name, id }: GraphNodeShape) =>
    name.toLowerCase() === begins || id.toLowerCase() === begins
      ? 0
      : name.toLowerCase().startsWith(begins)
        ? 1
        : 2;
  return nodes
    .filter(({ name, id, type }) => {
      const text = `${name} ${id} ${type}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((left, right) => rank(left) - rank(right));
}
