import { Graph, layout } from "@dagrejs/dagre";
import type { GraphShape } from "./graph-shape.ts";
import { orderLayers } from "./order-layers.ts";

/** What every node takes on the page, whatever it says: a status that changes moves nothing. */
export const nodeSize = { width: 208, height: 60 } as const;

/** From left to right, or from top to bottom. */
export type GraphDirection = "LR" | "TB";

export interface NodePlace {
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly places: ReadonlyMap<string, NodePlace>;
  readonly width: number;
  readonly height: number;
}

/** Both ways to draw a graph. Which of them fits is known when the room is: another room costs no other layout. */
export interface BothLayouts {
  readonly across: GraphLayout;
  readonly down: GraphLayout;
}

/** A graph whose author has put every node somewhere is drawn like that; otherwise its places are found. */
export function layoutBothWays(shape: GraphShape): BothLayouts {
  const drawn = layoutAsDrawn(shape);
  if (drawn !== null) return { across: drawn, down: drawn };
  return { across: layoutGraph(shape, "LR"), down: layoutGraph(shape, "TB") };
}

/**
 * The direction in which the graph can be drawn larger in the room there is; from left to right when they are alike.
 */
export function chooseLayout(
  { across, down }: BothLayouts,
  room: { readonly width: number; readonly height: number },
): GraphLayout & { readonly direction: GraphDirection } {
  const scale = ({ width, height }: GraphLayout) => Math.min(1, room.width / width, room.height / height);
  return scale(down) > scale(across) * 1.1 ? { ...down, direction: "TB" } : { ...across, direction: "LR" };
}

/**
 * Where each node lies: in ranks, with as few crossings as the layout finds, and otherwise in the order in which they
 * are written. Edges to nowhere are left out.
 */
export function layoutGraph({ nodes, edges }: GraphShape, direction: GraphDirection): GraphLayout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: 24, ranksep: direction === "LR" ? 48 : 36 });
  graph.setDefaultEdgeLabel(() => ({}));
  const ids = new Set(nodes.map((node) => node.id));
  const written = new Map([...ids].map((id, index) => [id, index]));
  const indexOf = (id: string) => written.get(id) ?? 0;
  for (const id of ids) graph.setNode(id, { ...nodeSize });
  // The layout walks a node's edges in the order in which they were added.
  for (const { id, from, to } of edges.toSorted((left, right) => indexOf(left.to) - indexOf(right.to))) {
    if (ids.has(from) && ids.has(to) && from !== to) graph.setEdge(from, to, {}, id);
  }
  layout(graph, {
    customOrder: (layered, order) => orderLayers(layered, (options) => order(layered, options), written),
  });
  const places = new Map(
    [...ids].map((id) => {
      const { x = 0, y = 0 } = graph.node(id) as Partial<NodePlace>;
      return [id, { x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 }];
    }),
  );
  return sized(places);
}

/** The author's own places, moved so that the drawing begins at its corner; null where a node has none. */
function layoutAsDrawn({ nodes }: GraphShape): GraphLayout | null {
  const placed = nodes.flatMap(({ id, position }) => (position === null ? [] : [[id, position] as const]));
  if (placed.length === 0 || placed.length < nodes.length) return null;
  const least = (side: "x" | "y") => Math.min(...placed.map(([, place]) => place[side]));
  const [left, top] = [least("x"), least("y")];
  return sized(new Map(placed.map(([id, { x, y }]) => [id, { x: x - left, y: y - top }])));
}

function sized(places: ReadonlyMap<string, NodePlace>): GraphLayout {
  const edge = (side: "x" | "y") => Math.max(0, ...[...places.values()].map((place) => place[side]));
  return { places, width: edge("x") + nodeSize.width, height: edge("y") + nodeSize.height };
}
