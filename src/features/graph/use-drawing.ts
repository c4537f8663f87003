"use client";

import { useMemo, useRef } from "react";
import { chooseDirection, type DrawnLast } from "./choose-direction.ts";
import { flowEdges, flowNodes } from "./flow-elements.ts";
import type { GraphShape } from "./graph-shape.ts";
import { useLayout } from "./use-layout.ts";
import type { Room } from "./use-room.ts";

/**
 * The layout that fits the available space; null until that is known. `graph` identifies the graph within its pipeline.
 */
export function useDrawing(shape: GraphShape, room: Room | null, graph: string) {
  const laidOut = useLayout(shape);
  const last = useRef<DrawnLast | null>(null);
  return useMemo(() => {
    if (room === null || laidOut === null) return null;
    const { layout, drawn } = chooseDirection(laidOut.both, { graph, room }, last.current);
    last.current = drawn;
    return {
      shape: laidOut.shape,
      nodes: flowNodes(laidOut.shape, layout),
      edges: flowEdges(laidOut.shape),
      places: layout.places,
      direction: layout.direction,
    };
  }, [laidOut, room, graph]);
}

export type Drawing = NonNullable<ReturnType<typeof useDrawing>>;
