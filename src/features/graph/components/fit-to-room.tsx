"use client";

import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect, useMemo } from "react";
import { type OverviewSide, overviewRoom, overviewSide } from "../far/overview-room.ts";
import type { GraphShape } from "../graph-shape.ts";
import type { NodePlaces } from "../node-place.ts";
import type { Room } from "../use-room.ts";

/** The minimum zoom for fitting the view: small enough for a thousand nodes in a row on a phone. */
export const fitOptions = {
  maxZoom: 1,
  minZoom: 0.001,
  padding: { x: 0.06, top: 0.06, bottom: "56px" },
} as const;

export type FitOptions = ReturnType<typeof fitOptionsBeside>;

/** The same, leaving space for the palette on the left (its width in pixels), the tools above and the overview. */
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

/** How to fit the whole graph into view without anything covering it; `left` as in `fitOptionsBeside`. */
export function useFitOptions(places: NodePlaces, room: Room | null, left?: number): FitOptions {
  const side = useMemo(() => overviewSide(places, room, left ?? 0), [places, room, left]);
  return useMemo(() => fitOptionsBeside(left, side), [left, side]);
}

interface FitToRoomProps {
  readonly room: Room | null;
  readonly shape: GraphShape;
  /** Whether the person has moved the view. */
  readonly isMoved: RefObject<boolean>;
  readonly fit: FitOptions;
}

/**
 * Fits the whole graph into view at first and whenever its space or content changes, until the person moves the view.
 */
export function FitToRoom({ room, shape, isMoved, fit }: FitToRoomProps) {
  const { fitView } = useReactFlow();
  useEffect(() => {
    // Node sizes are given, so there is no need to wait until React Flow has measured them; nodes that it gets again
    // are not measured again.
    if (room !== null && shape.nodes.length > 0 && !isMoved.current) void fitView(fit);
  }, [fitView, room, shape, isMoved, fit]);
  return null;
}
