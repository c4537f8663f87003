import { type NodePlaces, nodeSize } from "../node-place.ts";
import type { Room } from "../use-room.ts";

/** From this many nodes on, a graph does not fit its region at a readable size. */
const manyToSee = 40;
/** A smaller region would be covered by the minimap. */
const leastRoom: Room = { width: 480, height: 360 };
/** The minimap's size in pixels. */
export const overviewSize = { width: 200, height: 150 } as const;
/** The minimap's border and margin, in pixels. */
const aroundIt = 32;
/** The margin on each side if nothing else is there, as a fraction of the region. */
const plainSide = 0.06;

/** The side of the region that is reserved for the minimap. */
export type OverviewSide = "right" | "bottom";

/** Whether the minimap is shown. */
export function hasOverview(nodeCount: number, room: Room | null): boolean {
  return (
    room !== null &&
    nodeCount >= manyToSee &&
    room.width >= leastRoom.width &&
    room.height >= leastRoom.height
  );
}

/** How much of the region's side the minimap takes, in pixels. */
export function overviewRoom(side: OverviewSide): number {
  return (side === "right" ? overviewSize.width : overviewSize.height) + aroundIt;
}

/**
 * The side where reserving space for the minimap shrinks the whole graph least; null without a minimap. `left` is the
 * space reserved at the left, in pixels.
 */
export function overviewSide(places: NodePlaces, room: Room | null, left: number): OverviewSide | null {
  if (room === null || !hasOverview(places.size, room)) return null;
  const [xs, ys] = [[...places.values()].map(({ x }) => x), [...places.values()].map(({ y }) => y)];
  const across = Math.max(...xs) - Math.min(...xs) + nodeSize.width;
  const down = Math.max(...ys) - Math.min(...ys) + nodeSize.height;
  const zoomWith = (side: OverviewSide) => {
    const beside = side === "right" ? overviewRoom("right") : room.width * plainSide;
    const below = side === "bottom" ? overviewRoom("bottom") : 0;
    return Math.min((room.width - left - beside) / across, (room.height - below) / down);
  };
  return zoomWith("right") > zoomWith("bottom") ? "right" : "bottom";
}
