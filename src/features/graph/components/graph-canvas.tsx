"use client";

import "@xyflow/react/dist/base.css";
import { ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { type KeyboardEvent, memo, useMemo, useRef, useState } from "react";
import { DrawingFrame, DrawingNote } from "../drawing/components/mark-faces.tsx";
import { drawnMarks } from "../drawing/drawn-marks.ts";
import type { DrawnNode } from "../drawing/use-drag.ts";
import { GraphContext } from "../graph-context.ts";
import type { PipelineGraphProps } from "../graph-props.ts";
import { useDrawing } from "../use-drawing.ts";
import { manyNodes } from "../use-layout.ts";
import { useRoom } from "../use-room.ts";
import { FitToRoom, fitOptions } from "./fit-to-room.tsx";
import { type FlowEdge, GraphEdge } from "./graph-edge.tsx";
import { GraphNode } from "./graph-node.tsx";
import { GraphOverview } from "./graph-overview.tsx";
import { GraphSkeleton } from "./graph-skeleton.tsx";
import { NodeFinder } from "./node-finder.tsx";
import { ZoomButtons } from "./zoom-buttons.tsx";

const nodeTypes = { pipeline: GraphNode, note: DrawingNote, frame: DrawingFrame };
const edgeTypes = { pipeline: GraphEdge };
/** A drawing to look at and to choose in, not to draw in. */
const behaviour = {
  nodeTypes,
  edgeTypes,
  fitView: true,
  fitViewOptions: fitOptions,
  minZoom: fitOptions.minZoom,
  maxZoom: 1.5,
  nodesDraggable: false,
  nodesConnectable: false,
  nodesFocusable: false,
  edgesFocusable: false,
  elementsSelectable: false,
  zoomOnDoubleClick: false,
} as const;

/** The drawing itself; it comes with its library, so pages load it through `PipelineGraph`. */
export const GraphCanvas = memo(function GraphCanvas(props: PipelineGraphProps) {
  const { shape, label, parts, selectedId, onSelect, onClear } = props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const room = useRoom(frame);
  const isMoved = useRef(false);
  const drawing = useDrawing(shape, room);
  const [isFinding, setIsFinding] = useState(false);
  const nodes = useMemo((): DrawnNode[] => {
    if (drawing === null) return [];
    const chosenIds = new Set(selectedId === null ? [] : [selectedId]);
    const marks = drawnMarks(drawing.shape, drawing.places, chosenIds);
    return marks.length === 0 ? drawing.nodes : [...marks, ...drawing.nodes];
  }, [drawing, selectedId]);
  const direction = drawing?.direction ?? "LR";
  const context = useMemo(
    () => ({ ...parts, selectedId, onSelect, direction }),
    [parts, selectedId, onSelect, direction],
  );
  return (
    <div ref={frame} className="h-full w-full">
      {drawing === null ? (
        <GraphSkeleton />
      ) : (
        <ReactFlowProvider>
          <GraphContext value={context}>
            <ReactFlow<DrawnNode, FlowEdge>
              // Another direction is another drawing.
              key={direction}
              ref={canvas}
              aria-label={label}
              // A click beside the nodes leaves the focus here, for the keys.
              tabIndex={-1}
              className="outline-none"
              onKeyDown={(event) => {
                if (asksToFind(event)) setIsFinding(true);
              }}
              nodes={nodes}
              edges={drawing.edges}
              {...behaviour}
              onMoveStart={(event) => {
                // When the drawing moves itself there is no event of a person's, whatever the type says.
                if (event instanceof Event) isMoved.current = true;
              }}
              onlyRenderVisibleElements={drawing.nodes.length > manyNodes}
              {...(onClear === undefined ? {} : { onPaneClick: onClear })}
            >
              <FitToRoom room={room} shape={drawing.shape} isMoved={isMoved} />
              <ZoomButtons isMoved={isMoved} onFind={() => setIsFinding(true)} />
              <GraphOverview nodeCount={drawing.nodes.length} />
              {isFinding ? (
                <NodeFinder
                  nodes={drawing.shape.nodes}
                  isMoved={isMoved}
                  onClose={() => {
                    setIsFinding(false);
                    canvas.current?.focus();
                  }}
                />
              ) : null}
            </ReactFlow>
          </GraphContext>
        </ReactFlowProvider>
      )}
    </div>
  );
});

/** As in every text: the browser's own search does not find what is out of sight here. */
function asksToFind(event: KeyboardEvent): boolean {
  if (event.key !== "f" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return false;
  event.preventDefault();
  return true;
}
