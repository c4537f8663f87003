"use client";

import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect, useMemo } from "react";
import { type OverviewSide, overviewRoom, overviewSide } from "../far/overview-room.ts";
import type { GraphShape } from "../graph-shape.ts";
import type { NodePlaces } from "../node-place.ts";
import type { Room } from "../use-room.ts";

/**
 * Small enough for a thousand steps in a row on a phone: what is asked to be seen whole is seen whole, and above the
 * buttons that lie on the drawing.
 */
export const fitOptions = {
  maxZoom: 1,
  minZoom: 0.001,
  padding: { x: 0.06, top: 0.06, bottom: "56px" },
} as const;

export type FitOptions = ReturnType<typeof fitOptionsBeside>;

/**
 * The same with room kept free for what lies on a drawing: the palette at the left, in pixels, with tools above, and
 * the whole graph in small.
 */
function fitOptionsBeside(left: number | undefined, overview: OverviewSide | null) {
  const { x, top, bottom } = fitOptions.padding;
  return {
    ...fitOptions,
    padding: {
      left: left === undefined ? x : (`${left}px` as const),
      right: overview === "right" ? (`${overviewRoom("right")}px` as const) : x,
      top: left === undefined ? top : "56px",
      bottom: overview === "bottom" ? (`${overviewRoom("bottom")}px` as const) : bottom,
    },
  } as const;
}

/** How all of a graph is shown, so that nothing lies on it; `left` as in `fitOptionsBeside`. */
export function useFitOptions(places: NodePlaces, room: Room | null, left?: number): FitOptions {
  const side = useMemo(() => overviewSide(places, room, left ?? 0), [places, room, left]);
  return useMemo(() => fitOptionsBeside(left, side), [left, side]);
}

interface FitToRoomProps {
  readonly room: Room | null;
  readonly shape: GraphShape;
  /** Whether somebody has moved the drawing. */
  readonly isMoved: RefObject<boolean>;
  readonly fit: FitOptions;
}

/**
 * Shows the whole graph at first and whenever the room or the graph changes, until somebody has moved it themselves.
 */
export function FitToRoom({ room, shape, isMoved, fit }: FitToRoomProps) {
  const { fitView } = useReactFlow();
  useEffect(() => {
    // The sizes of the nodes are given, so there is no waiting for the drawing to measure them: it does not measure
    // again what it is given a second time.
    if (room !== null && shape.nodes.length > 0 && !isMoved.current) void fitView(fit);
  }, [fitView, room, shape, isMoved, fit]);
  return null;
}
