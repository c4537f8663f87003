import { type NodePlaces, nodeSize } from "../node-place.ts";
import type { Room } from "../use-room.ts";

/** From here on a graph does not fit its region at a size that can be read. */
const manyToSee = 40;
/** A region below this would be little more than the picture of its graph. */
const leastRoom: Room = { width: 480, height: 360 };
/** Of the picture, in pixels. */
export const overviewSize = { width: 200, height: 150 } as const;
/** What its border and the room around it take beside it, in pixels. */
const aroundIt = 32;
/** Of the whole region, on either side, when nothing else lies there. */
const plainSide = 0.06;

/** The side of a region on which room is kept for the picture. */
export type OverviewSide = "right" | "bottom";

/** Whether a graph is shown in small beside itself. */
export function hasOverview(nodeCount: number, room: Room | null): boolean {
  return (
    room !== null &&
    nodeCount >= manyToSee &&
    room.width >= leastRoom.width &&
    room.height >= leastRoom.height
  );
}

/** What the picture takes of a side of its region, in pixels. */
export function overviewRoom(side: OverviewSide): number {
  return (side === "right" ? overviewSize.width : overviewSize.height) + aroundIt;
}

/**
 * The side on which room for the picture costs the graph least when all of it is shown; null where no picture is shown.
 * `left` is the room in pixels that is kept at the left.
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
