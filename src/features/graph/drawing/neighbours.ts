import type { GraphEdgeShape } from "../graph-shape.ts";
import { type NodePlace, type NodePlaces, nodeSize } from "../node-place.ts";

/** The nearest node in a direction; sideways distance counts more than distance along it. */
export function nodeTowards(places: NodePlaces, from: string, { x, y }: NodePlace): string | null {
  const start = places.get(from);
  if (start === undefined) return null;
  let nearest: { readonly id: string; readonly distance: number } | null = null;
  for (const [id, place] of places) {
    const [across, down] = [place.x - start.x, place.y - start.y];
    const along = across * x + down * y;
    const beside = Math.abs(across * y) + Math.abs(down * x);
    if (id === from || along <= 0 || beside > 3 * along) continue;
    const distance = along + 2 * beside;
    if (nearest === null || distance < nearest.distance) nearest = { id, distance };
  }
  return nearest?.id ?? null;
}

/** The approximate middle of an edge; null if one of its ends is not drawn. */
export function middleOf({ from, to }: GraphEdgeShape, places: NodePlaces): NodePlace | null {
  const [start, end] = [places.get(from), places.get(to)];
  if (start === undefined || end === undefined) return null;
  const [width, height] = [nodeSize.width / 2, nodeSize.height / 2];
  return { x: (start.x + end.x) / 2 + width, y: (start.y + end.y) / 2 + height };
}

/** The edge that a drop hits; null if none is near. */
export function edgeNear(
  edges: readonly GraphEdgeShape[],
  places: NodePlaces,
  point: NodePlace,
  reach: number,
): GraphEdgeShape | null {
  let nearest: { readonly edge: GraphEdgeShape; readonly distance: number } | null = null;
  for (const edge of edges) {
    const distance = distanceTo(edge, places, point);
    if (distance <= reach && (nearest === null || distance < nearest.distance)) nearest = { edge, distance };
  }
  return nearest?.edge ?? null;
}

/** The distance from a point to the line between two nodes' centres. */
function distanceTo({ from, to }: GraphEdgeShape, places: NodePlaces, point: NodePlace): number {
  const [start, end] = [centreOf(places.get(from)), centreOf(places.get(to))];
  if (start === null || end === null) return Number.POSITIVE_INFINITY;
  const [across, down] = [end.x - start.x, end.y - start.y];
  const length = across * across + down * down;
  const share = length === 0 ? 0 : ((point.x - start.x) * across + (point.y - start.y) * down) / length;
  const along = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - start.x - along * across, point.y - start.y - along * down);
}

function centreOf(place: NodePlace | undefined): NodePlace | null {
  if (place === undefined) return null;
  return { x: place.x + nodeSize.width / 2, y: place.y + nodeSize.height / 2 };
}
