"use client";

import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import type { GraphShape } from "../graph-shape.ts";
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

/** The same with room kept free for what lies on a drawing: the palette at the left, in pixels, and tools above. */
export function fitOptionsBeside(left: number | undefined) {
  if (left === undefined) return fitOptions;
  const { x, bottom } = fitOptions.padding;
  return { ...fitOptions, padding: { left: `${left}px`, right: x, top: "56px", bottom } } as const;
}

interface FitToRoomProps {
  readonly room: Room | null;
  readonly shape: GraphShape;
  /** Whether somebody has moved the drawing. */
  readonly isMoved: RefObject<boolean>;
  /** Room that is kept free at the left, in pixels. */
  readonly left?: number;
}

/**
 * Shows the whole graph at first and whenever the room or the graph changes, until somebody has moved it themselves.
 */
export function FitToRoom({ room, shape, isMoved, left }: FitToRoomProps) {
  const { fitView } = useReactFlow();
  useEffect(() => {
    // The sizes of the nodes are given, so there is no waiting for the drawing to measure them: it does not measure
    // again what it is given a second time.
    if (room !== null && shape.nodes.length > 0 && !isMoved.current) void fitView(fitOptionsBeside(left));
  }, [fitView, room, shape, isMoved, left]);
  return null;
}
