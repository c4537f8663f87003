"use client";

import { Handle, type NodeProps, Position } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo } from "react";
import type { FlowNode } from "../../components/graph-node.tsx";
import { useGraphContext } from "../../graph-context.ts";
import { useDrawingContext } from "../drawing-context.ts";

/** A node that can be moved, and led to another one by the handle at its end. */
export const DrawingNode = memo(function DrawingNode({ id, data, selected }: NodeProps<FlowNode>) {
  const { NodeFace, direction } = useGraphContext();
  const { isReadOnly, onAddBehind } = useDrawingContext();
  const [into, out] = direction === "LR" ? [Position.Left, Position.Right] : [Position.Top, Position.Bottom];
  return (
    <>
      <Handle
        type="target"
        position={into}
        className="drawing-handle drawing-handle-in"
        isConnectable={!isReadOnly && data.shape.type !== "trigger"}
      />
      <NodeFace node={data.shape} isSelected={selected} />
      <Handle
        type="source"
        position={out}
        className="drawing-handle drawing-handle-out"
        isConnectable={!isReadOnly}
        title="Drag to another node, or press to add one after it"
        onClick={() => {
          if (!isReadOnly) onAddBehind(id);
        }}
      >
        <Plus aria-hidden />
      </Handle>
    </>
  );
});
