import type { GraphShape } from "./graph-shape.ts";

/** The size of every node, whatever it shows: a change of status moves nothing. */
export const nodeSize = { width: 208, height: 60 } as const;

/** The padding of a group's frame, in pixels; its name is above. */
export const frameMargin = { side: 10, top: 28, bottom: 6 } as const;

/** From left to right, or from top to bottom. */
export type GraphDirection = "LR" | "TB";

/** A node's upper left corner. */
export interface NodePlace {
  readonly x: number;
  readonly y: number;
}

export type NodePlaces = ReadonlyMap<string, NodePlace>;

/** The gap between two layers, and between neighbours in one. */
const [rankGap, sideGap] = [48, 24];

/** A free place after the nodes that lead to one; below everything if none does. */
export function placeBehind(
  { edges }: Pick<GraphShape, "edges">,
  places: NodePlaces,
  nodeId: string,
  direction: GraphDirection,
): NodePlace {
  const before = edges.flatMap(({ from, to }) => (to === nodeId ? (places.get(from) ?? []) : []));
  const [along, across] = direction === "LR" ? (["x", "y"] as const) : (["y", "x"] as const);
  const size = direction === "LR" ? nodeSize.width : nodeSize.height;
  const [first, ...others] = before;
  if (first === undefined) return freePlace(places, belowAll(places), direction);
  const last = others.reduce((one, other) => (other[along] > one[along] ? other : one), first);
  const wanted = { [along]: last[along] + size + rankGap, [across]: last[across] };
  return freePlace(places, { x: wanted.x ?? 0, y: wanted.y ?? 0 }, direction);
}

function belowAll(places: NodePlaces): NodePlace {
  const all = [...places.values()];
  if (all.length === 0) return { x: 0, y: 0 };
  const least = Math.min(...all.map(({ x }) => x));
  return { x: least, y: Math.max(...all.map(({ y }) => y)) + nodeSize.height + rankGap };
}

/** The place itself, or the next free one across the direction. */
export function freePlace(places: NodePlaces, wanted: NodePlace, direction: GraphDirection): NodePlace {
  const all = [...places.values()];
  let place = wanted;
  // Terminates, since each step passes one node.
  for (;;) {
    const inTheWay = all.find((other) => overlaps(place, other));
    if (inTheWay === undefined) return place;
    place =
      direction === "LR"
        ? { x: place.x, y: inTheWay.y + nodeSize.height + sideGap }
        : { x: inTheWay.x + nodeSize.width + sideGap, y: place.y };
  }
}

function overlaps(left: NodePlace, right: NodePlace): boolean {
  return Math.abs(left.x - right.x) < nodeSize.width && Math.abs(left.y - right.y) < nodeSize.height;
}
