import { type BothLayouts, chooseLayout, type GraphLayout } from "./layout-graph.ts";
import type { GraphDirection } from "./node-place.ts";
import type { Room } from "./use-room.ts";

/** A graph as it was drawn last, with the room that its direction was chosen for. */
export interface DrawnLast {
  /** Names the graph: that of the pipeline, or of one of its bodies. */
  readonly graph: string;
  readonly room: Room;
  readonly direction: GraphDirection;
}

/** A line above the drawing comes and goes within this many pixels. */
const aboutPx = 64;

/**
 * A layout that fits the room. The same graph in about the same room stays as it was drawn unless much is gained: to
 * turn it is to draw it from the beginning, under the hands of whoever works in it.
 */
export function chooseDirection(
  both: BothLayouts,
  wanted: { readonly graph: string; readonly room: Room },
  last: DrawnLast | null,
): { readonly layout: GraphLayout; readonly drawn: DrawnLast } {
  const isKept = last !== null && last.graph === wanted.graph && isAbout(last.room, wanted.room);
  const layout = chooseLayout(both, wanted.room, isKept ? last.direction : null);
  // Many small steps of a divider are a large one.
  const { room } = isKept ? last : wanted;
  return { layout, drawn: { graph: wanted.graph, room, direction: layout.direction } };
}

function isAbout(before: Room, now: Room): boolean {
  return Math.abs(before.width - now.width) <= aboutPx && Math.abs(before.height - now.height) <= aboutPx;
}
