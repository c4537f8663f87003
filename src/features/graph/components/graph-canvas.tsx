"use client";

import "@xyflow/react/dist/base.css";
import { ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { type KeyboardEvent, memo, useMemo, useRef, useState } from "react";
import { useStable } from "#components/ui/use-stable.ts";
import { DrawingFrame, DrawingNote } from "../drawing/components/mark-faces.tsx";
import { drawnMarks } from "../drawing/drawn-marks.ts";
import type { FlowItem } from "../drawing/use-drag.ts";
import { FarEdges } from "../far/far-edges.tsx";
import { GraphOverview } from "../far/graph-overview.tsx";
import { useIsFar } from "../far/use-is-far.ts";
import { GraphContext } from "../graph-context.ts";
import type { PipelineGraphProps } from "../graph-props.ts";
import { type Drawing, useDrawing } from "../use-drawing.ts";
import { manyNodes } from "../use-layout.ts";
import { type Room, useRoom } from "../use-room.ts";
import { FitToRoom, fitOptions, useFitOptions } from "./fit-to-room.tsx";
import { type FlowEdge, GraphEdge } from "./graph-edge.tsx";
import { GraphNodeView } from "./graph-node-view.tsx";
import { GraphSkeleton } from "./graph-skeleton.tsx";
import { NodeFinder } from "./node-finder.tsx";
import { ZoomButtons } from "./zoom-buttons.tsx";

const nodeTypes = { pipeline: GraphNodeView, note: DrawingNote, frame: DrawingFrame };
const edgeTypes = { pipeline: GraphEdge };
/** A read-only graph in which nodes can be selected. */
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

const noEdges: FlowEdge[] = [];

/** The canvas itself; it includes React Flow, so pages load it through `PipelineGraph`. */
export const GraphCanvas = memo(function GraphCanvas(props: PipelineGraphProps) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoom(frame);
  const drawing = useDrawing(props.shape, room, "");
  return (
    <div ref={frame} className="h-full w-full">
      {drawing === null ? (
        <GraphSkeleton />
      ) : (
        <ReactFlowProvider>
          <CanvasPane {...props} drawing={drawing} room={room} />
        </ReactFlowProvider>
      )}
    </div>
  );
});

interface CanvasPaneProps extends PipelineGraphProps {
  readonly drawing: Drawing;
  readonly room: Room | null;
}

function CanvasPane({ drawing, room, label, parts, selectedId, onSelect, onClear }: CanvasPaneProps) {
  const canvas = useRef<HTMLDivElement>(null);
  const isMoved = useRef(false);
  const [isFinding, setIsFinding] = useState(false);
  const { direction, edges } = drawing;
  const isFar = useIsFar(drawing.nodes.length);
  const nodes = useCanvasNodes(drawing, selectedId, isFar);
  const fit = useFitOptions(drawing.places, room);
  const select = useStable(onSelect);
  const context = useMemo(
    () => ({ ...parts, onSelect: select, direction, isFar }),
    [parts, select, direction, isFar],
  );
  return (
    <GraphContext value={context}>
      <ReactFlow<FlowItem, FlowEdge>
        // Remount when the direction changes.
        key={direction}
        ref={canvas}
        aria-label={label}
        // A click on the background leaves the focus here, so that keys work.
        tabIndex={-1}
        className="outline-none"
        onKeyDown={(event) => {
          if (asksToFind(event)) setIsFinding(true);
        }}
        nodes={nodes}
        edges={isFar ? noEdges : edges}
        {...behaviour}
        onMoveStart={(event) => {
          // A move that no person made has no event, whatever the type says.
          if (event instanceof Event) isMoved.current = true;
        }}
        onlyRenderVisibleElements={drawing.nodes.length > manyNodes}
        {...(onClear === undefined ? {} : { onPaneClick: onClear })}
      >
        {isFar ? <FarEdges edges={edges} places={drawing.places} /> : null}
        <FitToRoom room={room} shape={drawing.shape} isMoved={isMoved} fit={fit} />
        <ZoomButtons isMoved={isMoved} fit={fit} onFind={() => setIsFinding(true)} />
        <GraphOverview nodeCount={drawing.nodes.length} room={room} isMoved={isMoved} />
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
  );
}

/** Nodes, notes and frames. When words appear or disappear nodes are new objects, because their handles change too. */
function useCanvasNodes(drawing: Drawing, selectedId: string | null, isFar: boolean): FlowItem[] {
  const own = useMemo(
    () => (isFar ? drawing.nodes : drawing.nodes.map((node) => ({ ...node }))),
    [drawing, isFar],
  );
  return useMemo(() => {
    const chosenIds = new Set(selectedId === null ? [] : [selectedId]);
    const marks = drawnMarks(drawing.shape, drawing.places, chosenIds);
    const chosen = own.map((node) => (node.id === selectedId ? { ...node, selected: true } : node));
    return marks.length === 0 ? chosen : [...marks, ...chosen];
  }, [drawing, own, selectedId]);
}

/** Catches the browser's find shortcut, since the browser's search misses nodes that are out of view. */
function asksToFind(event: KeyboardEvent): boolean {
  if (event.key !== "f" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return false;
  event.preventDefault();
  return true;
}
