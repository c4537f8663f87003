"use client";

import "@xyflow/react/dist/base.css";
import { ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { memo, useMemo, useRef } from "react";
import { GraphContext } from "../graph-context.ts";
import type { PipelineGraphProps } from "../graph-props.ts";
import { type GraphLayout, layoutToFit, nodeSize } from "../layout-graph.ts";
import { useRoom } from "../use-room.ts";
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
  const drawing = useMemo(() => (room === null ? null : draw(shape, room)), [shape, room]);
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
              minZoom={0.1}
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

function draw(shape: PipelineGraphProps["shape"], room: { readonly width: number; readonly height: number }) {
  const layout = layoutToFit(shape, room);
  return { nodes: flowNodes(shape, layout), edges: flowEdges(shape), direction: layout.direction };
}

function flowNodes(shape: PipelineGraphProps["shape"], { places }: GraphLayout): FlowNode[] {
  const drawn = new Map(shape.nodes.map((node) => [node.id, node]));
  return [...drawn.values()].map((node) => ({
    id: node.id,
    type: "pipeline",
    position: { ...(places.get(node.id) ?? { x: 0, y: 0 }) },
    ...nodeSize,
    data: { shape: node },
  }));
}

function flowEdges({ nodes, edges }: PipelineGraphProps["shape"]): FlowEdge[] {
  const ids = new Set(nodes.map((node) => node.id));
  const drawn = new Map(edges.map((edge) => [edge.id, edge]));
  return [...drawn.values()]
    .filter((edge) => ids.has(edge.from) && ids.has(edge.to))
    .map((edge) => ({
      id: edge.id,
      type: "pipeline",
      source: edge.from,
      target: edge.to,
      data: { shape: edge },
    }));
}
