"use client";

import { useMemo, useRef } from "react";
import { flowEdges, flowNodes } from "./flow-elements.ts";
import type { GraphShape } from "./graph-shape.ts";
import { chooseLayout } from "./layout-graph.ts";
import type { GraphDirection } from "./node-place.ts";
import { useLayout } from "./use-layout.ts";
import type { Room } from "./use-room.ts";

/** What is drawn in the room there is; null while that is not known. */
export function useDrawing(shape: GraphShape, room: Room | null) {
  const laidOut = useLayout(shape);
  const last = useRef<{ readonly room: Room; readonly direction: GraphDirection } | null>(null);
  return useMemo(() => {
    if (room === null || laidOut === null) return null;
    const kept = last.current?.room === room ? last.current.direction : null;
    const layout = chooseLayout(laidOut.both, room, kept);
    last.current = { room, direction: layout.direction };
    return {
      shape: laidOut.shape,
      nodes: flowNodes(laidOut.shape, layout),
      edges: flowEdges(laidOut.shape),
      places: layout.places,
      direction: layout.direction,
    };
  }, [laidOut, room]);
}

export type Drawing = NonNullable<ReturnType<typeof useDrawing>>;
