import type { FlowEdge } from "./components/graph-edge.tsx";
import type { FlowNode } from "./components/graph-node.tsx";
import type { GraphShape } from "./graph-shape.ts";
import type { GraphLayout } from "./layout-graph.ts";
import { nodeSize } from "./node-place.ts";

/** The nodes as the drawing library takes them. */
export function flowNodes(shape: GraphShape, { places }: GraphLayout): FlowNode[] {
  const drawn = new Map(shape.nodes.map((node) => [node.id, node]));
  return [...drawn.values()].map((node) => ({
    id: node.id,
    type: "pipeline",
    position: { ...(places.get(node.id) ?? { x: 0, y: 0 }) },
    ...nodeSize,
    data: { shape: node },
  }));
}

/** The edges as the drawing library takes them; those that lead nowhere are left out. */
export function flowEdges({ nodes, edges }: GraphShape): FlowEdge[] {
  const ids = new Set(nodes.map((node) => node.id));
  const drawn = new Map(edges.map((edge) => [edge.id, edge]));
  return [...drawn.values()]
    .filter((edge) => ids.has(edge.from) && ids.has(edge.to))
    .map((edge) => ({
      id: edge.id,
      type: "pipeline",
      source: edge.from,
      target: edge.to,
      data: { shape: edge },
    }));
}
