"use client";

import { useMemo } from "react";
import { flowEdges, flowNodes } from "./flow-elements.ts";
import type { GraphShape } from "./graph-shape.ts";
import { chooseLayout } from "./layout-graph.ts";
import { useLayout } from "./use-layout.ts";
import type { Room } from "./use-room.ts";

/** What is drawn in the room there is; null while that is not known. */
export function useDrawing(shape: GraphShape, room: Room | null) {
  const laidOut = useLayout(shape);
  return useMemo(() => {
    if (room === null || laidOut === null) return null;
    const layout = chooseLayout(laidOut.both, room);
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
