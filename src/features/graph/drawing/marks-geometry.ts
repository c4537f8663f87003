import type { GraphShape, GroupShape } from "../graph-shape.ts";
import { frameMargin, type NodePlace, type NodePlaces, nodeSize } from "../node-place.ts";

export interface FrameBox extends NodePlace {
  readonly width: number;
  readonly height: number;
}

/** The frame around a group's nodes; null if none is drawn. */
export function frameOf({ nodeIds }: GroupShape, places: NodePlaces): FrameBox | null {
  const own = nodeIds.flatMap((id) => places.get(id) ?? []);
  if (own.length === 0) return null;
  const [xs, ys] = [own.map(({ x }) => x), own.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - frameMargin.side, Math.min(...ys) - frameMargin.top];
  return {
    x: left,
    y: top,
    width: Math.max(...xs) + nodeSize.width + frameMargin.side - left,
    height: Math.max(...ys) + nodeSize.height + frameMargin.bottom - top,
  };
}

/** The places of nodes and notes. */
export function placesWithNotes({ notes = [] }: GraphShape, places: NodePlaces): NodePlaces {
  return notes.length === 0
    ? places
    : new Map([...places, ...notes.map(({ id, position }) => [id, position] as const)]);
}

/**
 * The places that arrow keys move between. Groups and notes have their own; from a group, arrow keys skip its nodes.
 */
export function placesFrom(
  { notes = [], groups = [] }: GraphShape,
  places: NodePlaces,
  from: string,
): NodePlaces {
  const note = notes.find(({ id }) => id === from);
  if (note !== undefined) return new Map([...places, [from, note.position]]);
  const group = groups.find(({ id }) => id === from);
  const frame = group === undefined ? null : frameOf(group, places);
  if (group === undefined || frame === null) return places;
  const others = [...places].filter(([id]) => !group.nodeIds.includes(id));
  return new Map([...others, [from, { x: frame.x, y: frame.y }]]);
}

/** What a selection moves: a group stands for its nodes. */
export function movedWith({ groups = [] }: GraphShape, chosen: readonly string[]): readonly string[] {
  return [...new Set(chosen.flatMap((id) => groups.find((group) => group.id === id)?.nodeIds ?? [id]))];
}

/** New places of nodes and notes after a drag: a frame takes its nodes along. */
export function draggedPlaces(
  { groups = [] }: GraphShape,
  places: NodePlaces,
  dragged: NodePlaces,
): NodePlaces {
  const moved = new Map(dragged);
  for (const group of groups) {
    const to = dragged.get(group.id);
    const from = frameOf(group, places);
    moved.delete(group.id);
    if (to === undefined || from === null) continue;
    for (const id of group.nodeIds) {
      const place = places.get(id);
      if (place !== undefined && !dragged.has(id))
        moved.set(id, { x: place.x + to.x - from.x, y: place.y + to.y - from.y });
    }
  }
  return moved;
}
