"use client";

import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useGraphContext } from "../graph-context.ts";
import type { GraphNodeShape } from "../graph-shape.ts";

export type FlowNode = Node<
  {
    readonly shape: GraphNodeShape;
    /** Whether the Tab key stops here; left out if it stops at every node. */
    readonly isTabStop?: boolean;
  },
  "pipeline"
>;

/** React Flow's wrapper of a node; the page supplies its content. */
export const GraphNodeView = memo(function GraphNode({ data, selected }: NodeProps<FlowNode>) {
  const { NodeFace, direction, isFar } = useGraphContext();
  const face = <NodeFace node={data.shape} isSelected={selected} />;
  if (isFar) return face;
  const [into, out] = direction === "LR" ? [Position.Left, Position.Right] : [Position.Top, Position.Bottom];
  return (
    <>
      <Handle type="target" position={into} className="graph-handle" isConnectable={false} />
      {face}
      <Handle type="source" position={out} className="graph-handle" isConnectable={false} />
    </>
  );
});
