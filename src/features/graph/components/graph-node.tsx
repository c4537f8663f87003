"use client";

import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { useGraphContext } from "../graph-context.ts";
import type { GraphNodeShape } from "../graph-shape.ts";

export type FlowNode = Node<{ readonly shape: GraphNodeShape }, "pipeline">;

/** The frame of a node for the drawing library; what stands in it is the page's. */
export function GraphNode({ data }: NodeProps<FlowNode>) {
  const { NodeFace, selectedId, direction } = useGraphContext();
  const [into, out] = direction === "LR" ? [Position.Left, Position.Right] : [Position.Top, Position.Bottom];
  return (
    <>
      <Handle type="target" position={into} className="graph-handle" isConnectable={false} />
      <NodeFace node={data.shape} isSelected={data.shape.id === selectedId} />
      <Handle type="source" position={out} className="graph-handle" isConnectable={false} />
    </>
  );
}
