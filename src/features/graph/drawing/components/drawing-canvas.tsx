"use client";

import "@xyflow/react/dist/base.css";
import { ReactFlowProvider } from "@xyflow/react";
import { memo, useRef } from "react";
import { GraphSkeleton } from "../../components/graph-skeleton.tsx";
import { useDrawing } from "../../use-drawing.ts";
import { useRoom } from "../../use-room.ts";
import type { GraphDrawingProps } from "../drawing-props.ts";
import { DrawingPane } from "./drawing-pane.tsx";

/** The canvas itself; it includes React Flow, so pages load it through `GraphDrawing`. */
export const DrawingCanvas = memo(function DrawingCanvas(props: GraphDrawingProps) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoom(frame);
  const graph = props.place.owners.map(({ id }) => id).join("\n");
  const drawing = useDrawing(props.shape, room, graph);
  return (
    <div ref={frame} className="relative h-full w-full">
      {drawing === null ? (
        <GraphSkeleton />
      ) : (
        <ReactFlowProvider>
          <DrawingPane {...props} drawing={drawing} room={room} />
        </ReactFlowProvider>
      )}
    </div>
  );
});
