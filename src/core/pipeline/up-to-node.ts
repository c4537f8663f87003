import type { Json, JsonObject } from "#core/json/json.ts";
import { fieldOf, listIn } from "./graph/graph.ts";
import { withNextAsEdges } from "./graph/next-edges.ts";

/**
 * The part of a pipeline up to one node: that node, everything that leads to it, and the edges between them. Triggers
 * and what only the drawing shows are left out. Other parts may be incomplete. Null if there is no such node.
 */
export function upToNode(written: Json, nodeId: string): JsonObject | null {
  const { raw } = withNextAsEdges(written);
  const nodes = listIn(raw, "nodes");
  const edges = listIn(raw, "edges");
  if (!nodes.some((node) => fieldOf(node, "id") === nodeId)) return null;
  const sources = Map.groupBy(edges, (edge) => fieldOf(edge, "to"));
  const kept = new Set<unknown>([nodeId]);
  for (const id of kept) for (const edge of sources.get(id) ?? []) kept.add(fieldOf(edge, "from"));
  // Nothing leads out of the last one.
  const isKept = (edge: unknown) =>
    kept.has(fieldOf(edge, "from")) && kept.has(fieldOf(edge, "to")) && fieldOf(edge, "from") !== nodeId;
  const { triggers: _, notes: __, groups: ___, ...rest } = raw as JsonObject;
  return {
    ...rest,
    nodes: nodes.filter((node) => kept.has(fieldOf(node, "id"))) as Json[],
    edges: edges.filter(isKept) as Json[],
  };
}
