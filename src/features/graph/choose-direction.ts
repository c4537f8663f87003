import { type BothLayouts, chooseLayout, type GraphLayout } from "./layout-graph.ts";
import type { GraphDirection } from "./node-place.ts";
import type { Room } from "./use-room.ts";

/** A graph as it was last laid out, with the space its direction was chosen for. */
export interface DrawnLast {
  /** Identifies the graph: the pipeline's, or one of its bodies'. */
  readonly graph: string;
  readonly room: Room;
  readonly direction: GraphDirection;
}

/** Changes of the space up to this many pixels do not count: a line above the graph comes and goes. */
const aboutPx = 64;

/**
 * Chooses the layout that fits the space. The same graph in about the same space keeps its direction unless another
 * gains much, because turning it moves everything under the hands of the person who edits it.
 */
export function chooseDirection(
  both: BothLayouts,
  wanted: { readonly graph: string; readonly room: Room },
  last: DrawnLast | null,
): { readonly layout: GraphLayout; readonly drawn: DrawnLast } {
  const isKept = last !== null && last.graph === wanted.graph && isAbout(last.room, wanted.room);
  const layout = chooseLayout(both, wanted.room, isKept ? last.direction : null);
  // Compared with the original space, since many small moves of a divider add up.
  const { room } = isKept ? last : wanted;
  return { layout, drawn: { graph: wanted.graph, room, direction: layout.direction } };
}

function isAbout(before: Room, now: Room): boolean {
  return Math.abs(before.width - now.width) <= aboutPx && Math.abs(before.height - now.height) <= aboutPx;
}
