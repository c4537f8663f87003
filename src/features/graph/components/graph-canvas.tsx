"use client";

import "@xyflow/react/dist/base.css";
import { ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { memo, useMemo, useRef } from "react";
import { flowEdges, flowNodes } from "../flow-elements.ts";
import { GraphContext } from "../graph-context.ts";
import type { PipelineGraphProps } from "../graph-props.ts";
import { chooseLayout, layoutBothWays } from "../layout-graph.ts";
import { type Room, useRoom } from "../use-room.ts";
import { FitToRoom, fitOptions } from "./fit-to-room.tsx";
import { type FlowEdge, GraphEdge } from "./graph-edge.tsx";
import { type FlowNode, GraphNode } from "./graph-node.tsx";
import { ZoomButtons } from "./zoom-buttons.tsx";

const nodeTypes = { pipeline: GraphNode };
const edgeTypes = { pipeline: GraphEdge };
/** From here on only what is in sight is drawn. */
const manyNodes = 120;

/** The drawing itself; it comes with its library, so pages load it through `PipelineGraph`. */
export const GraphCanvas = memo(function GraphCanvas(props: PipelineGraphProps) {
  const { shape, label, parts, selectedId, onSelect, onClear } = props;
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoom(frame);
  const isMoved = useRef(false);
  const drawing = useDrawing(shape, room);
  const direction = drawing?.direction ?? "LR";
  const context = useMemo(
    () => ({ ...parts, selectedId, onSelect, direction }),
    [parts, selectedId, onSelect, direction],
  );
  return (
    <div ref={frame} className="h-full w-full">
      {drawing === null ? null : (
        <ReactFlowProvider>
          <GraphContext value={context}>
            <ReactFlow<FlowNode, FlowEdge>
              // Another direction is another drawing.
              key={direction}
              aria-label={label}
              nodes={drawing.nodes}
              edges={drawing.edges}
              nodeTypes={nodeTypes}
              edgeTypes={edgeTypes}
              fitView
              fitViewOptions={fitOptions}
              minZoom={fitOptions.minZoom}
              maxZoom={1.5}
              nodesDraggable={false}
              nodesConnectable={false}
              nodesFocusable={false}
              edgesFocusable={false}
              elementsSelectable={false}
              zoomOnDoubleClick={false}
              onMoveStart={(event) => {
                // When the drawing moves itself there is no event of a person's, whatever the type says.
                if (event instanceof Event) isMoved.current = true;
              }}
              onlyRenderVisibleElements={drawing.nodes.length > manyNodes}
              {...(onClear === undefined ? {} : { onPaneClick: onClear })}
            >
              <FitToRoom room={room} shape={shape} isMoved={isMoved} />
              <ZoomButtons isMoved={isMoved} />
            </ReactFlow>
          </GraphContext>
        </ReactFlowProvider>
      )}
    </div>
  );
});

/** What is drawn in the room there is; null while that is not known. Another room chooses again and lays nothing out again. */
function useDrawing(shape: PipelineGraphProps["shape"], room: Room | null) {
  const both = useMemo(() => layoutBothWays(shape), [shape]);
  return useMemo(() => {
    if (room === null) return null;
    const layout = chooseLayout(both, room);
    return { nodes: flowNodes(shape, layout), edges: flowEdges(shape), direction: layout.direction };
  }, [both, shape, room]);
}
