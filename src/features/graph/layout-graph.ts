import { Graph, layout } from "@dagrejs/dagre";
import type { GraphShape } from "./graph-shape.ts";
import { frameMargin, type GraphDirection, type NodePlace, nodeSize, placeBehind } from "./node-place.ts";
import { orderLayers } from "./order-layers.ts";

export interface GraphLayout {
  readonly direction: GraphDirection;
  readonly places: ReadonlyMap<string, NodePlace>;
  readonly width: number;
  readonly height: number;
}

/** The layouts in both directions. The space decides between them, so that resizing needs no new layout. */
export interface BothLayouts {
  readonly across: GraphLayout;
  readonly down: GraphLayout;
}

/** Uses the author's places if there are any; otherwise computes them. */
export function layoutBothWays(shape: GraphShape): BothLayouts {
  const drawn = layoutAsDrawn(shape);
  if (drawn !== null) return { across: drawn, down: drawn };
  return { across: layoutGraph(shape, "LR"), down: layoutGraph(shape, "TB") };
}

/**
 * The direction in which the graph can be drawn larger in the available space; on a tie from left to right, or as
 * before.
 */
export function chooseLayout(
  { across, down }: BothLayouts,
  room: { readonly width: number; readonly height: number },
  kept: GraphDirection | null = null,
): GraphLayout {
  const scale = ({ width, height }: GraphLayout) => Math.min(1, room.width / width, room.height / height);
  // While somebody edits, it changes direction only for a large gain.
  if (kept === "TB") return scale(across) > scale(down) * 1.5 ? across : down;
  return scale(down) > scale(across) * (kept === "LR" ? 1.5 : 1.1) ? down : across;
}

/**
 * The place of each node: in layers, with as few crossings as dagre finds, otherwise in the definition's order. Edges
 * that lead nowhere are left out. Frames side by side do not touch.
 */
export function layoutGraph(
  { nodes, edges, groups = [] }: GraphShape,
  direction: GraphDirection,
): GraphLayout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: 24, ranksep: direction === "LR" ? 48 : 36 });
  graph.setDefaultEdgeLabel(() => ({}));
  const ids = new Set(nodes.map((node) => node.id));
  const written = new Map([...ids].map((id, index) => [id, index]));
  const indexOf = (id: string) => written.get(id) ?? 0;
  const framed = new Set(groups.flatMap(({ nodeIds }) => nodeIds));
  for (const id of ids) graph.setNode(id, framed.has(id) ? framedSize(direction) : { ...nodeSize });
  // Dagre visits a node's edges in the order in which they were added.
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
  return sized(places, direction);
}

/** A node's size with space for its frame towards its neighbours; layers have that space between them. */
function framedSize(direction: GraphDirection) {
  const { width, height } = nodeSize;
  return direction === "LR"
    ? { width, height: height + frameMargin.top + frameMargin.bottom }
    : { width: width + 2 * frameMargin.side, height };
}

/**
 * The author's places, if at least half of the nodes have one: nodes without one go after what leads to them, and the
 * others stay. Null if the layout decides.
 */
function layoutAsDrawn(shape: GraphShape): GraphLayout | null {
  const { nodes } = shape;
  const places = new Map(
    nodes.flatMap(({ id, position }) => (position === null ? [] : [[id, position] as const])),
  );
  if (places.size === 0 || places.size * 2 < nodes.length) return null;
  const direction = directionOf(shape, places);
  for (const { id } of nodes) {
    if (!places.has(id)) places.set(id, placeBehind(shape, places, id, direction));
  }
  return sized(places, direction);
}

/** The direction of most edges. */
function directionOf({ edges }: GraphShape, places: ReadonlyMap<string, NodePlace>): GraphDirection {
  let across = 0;
  for (const { from, to } of edges) {
    const [start, end] = [places.get(from), places.get(to)];
    if (start === undefined || end === undefined) continue;
    across += Math.abs(end.x - start.x) >= Math.abs(end.y - start.y) ? 1 : -1;
  }
  return across >= 0 ? "LR" : "TB";
}

function sized(places: ReadonlyMap<string, NodePlace>, direction: GraphDirection): GraphLayout {
  const all = [...places.values()];
  const extent = (side: "x" | "y") => {
    const along = all.map((place) => place[side]);
    return all.length === 0 ? 0 : Math.max(...along) - Math.min(...along);
  };
  const [width, height] = [extent("x") + nodeSize.width, extent("y") + nodeSize.height];
  return { places, direction, width, height };
}
