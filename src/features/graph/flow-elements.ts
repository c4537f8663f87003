import { Position } from "@xyflow/react";
import type { FlowEdge } from "./components/graph-edge.tsx";
import type { FlowNode } from "./components/graph-node-view.tsx";
import type { GraphEdgeShape, GraphShape } from "./graph-shape.ts";
import type { GraphLayout } from "./layout-graph.ts";
import { type GraphDirection, nodeSize } from "./node-place.ts";

type Handles = NonNullable<FlowNode["handles"]>;

/** Where edges attach; given, so that nothing has to be measured. `side`: the handles' size in pixels. */
export function handlesOf(side: number): Readonly<Record<GraphDirection, Handles>> {
  const { width, height } = nodeSize;
  const handle = (type: "source" | "target", position: Position, x: number, y: number) => ({
    type,
    position,
    x: x - side / 2,
    y: y - side / 2,
    width: side,
    height: side,
  });
  return {
    LR: [handle("target", Position.Left, 0, height / 2), handle("source", Position.Right, width, height / 2)],
    TB: [handle("target", Position.Top, width / 2, 0), handle("source", Position.Bottom, width / 2, height)],
  };
}

const handles = handlesOf(0);

/** The nodes for React Flow. */
export function flowNodes(shape: GraphShape, { places, direction }: GraphLayout): FlowNode[] {
  const drawn = new Map(shape.nodes.map((node) => [node.id, node]));
  return [...drawn.values()].map((node) => ({
    id: node.id,
    type: "pipeline",
    position: { ...(places.get(node.id) ?? { x: 0, y: 0 }) },
    ...nodeSize,
    // With given sizes, since nodes out of view are not rendered and cannot be measured.
    measured: { ...nodeSize },
    handles: handles[direction],
    data: { shape: node },
  }));
}

/** The edges for React Flow, without those that lead nowhere. */
export function flowEdges({ nodes, edges }: GraphShape): FlowEdge[] {
  const names = new Map(nodes.map(({ id, name }) => [id, name === "" ? id : name]));
  const drawn = new Map(edges.map((edge) => [edge.id, edge]));
  return [...drawn.values()]
    .filter((edge) => names.has(edge.from) && names.has(edge.to))
    .map((edge) => ({
      id: edge.id,
      type: "pipeline",
      source: edge.from,
      target: edge.to,
      data: { shape: edge },
      ariaLabel: spoken(edge, names),
    }));
}

/** An edge's accessible name: its nodes, and its branch. */
function spoken({ from, to, condition }: GraphEdgeShape, names: ReadonlyMap<string, string>): string {
  const ends = `From ${names.get(from) ?? from} to ${names.get(to) ?? to}`;
  return condition === null ? ends : `${ends}: ${condition}`;
}
