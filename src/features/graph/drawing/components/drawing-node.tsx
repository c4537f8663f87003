"use client";

import { Handle, type NodeProps, Position } from "@xyflow/react";
import { FolderOpen, Plus } from "lucide-react";
import { memo } from "react";
import type { FlowNode } from "../../components/graph-node-view.tsx";
import { useGraphContext } from "../../graph-context.ts";
import { useDrawingContext } from "../drawing-context.ts";

/** A node that can be moved, and connected by dragging from its handle. */
export const DrawingNode = memo(function DrawingNode({ id, data, selected }: NodeProps<FlowNode>) {
  const { NodeFace, direction, isFar } = useGraphContext();
  const { isReadOnly, onAddBehind, onOpenBody } = useDrawingContext();
  const face = <NodeFace node={data.shape} isSelected={selected} isTabStop={data.isTabStop} />;
  // Zoomed out, handles would be too small to grab.
  if (isFar) return face;
  const [into, out] = direction === "LR" ? [Position.Left, Position.Right] : [Position.Top, Position.Bottom];
  return (
    <>
      <Handle
        type="target"
        position={into}
        className="drawing-handle drawing-handle-in"
        isConnectable={!isReadOnly && data.shape.type !== "trigger"}
      />
      {face}
      {data.shape.bodySize === undefined ? null : (
        <button
          type="button"
          // Not a tab stop: a key does the same, and the Tab key stops at each node once.
          tabIndex={-1}
          className="nodrag nopan pointer-events-auto absolute right-3 -bottom-2.5 flex h-5 items-center gap-1 rounded-small border border-line-strong bg-paper px-1.5 text-ink-soft text-micro hover:border-accent hover:text-accent"
          aria-label={`Open the body of ${data.shape.name}`}
          onClick={(event) => {
            event.stopPropagation();
            onOpenBody(id);
          }}
        >
          <FolderOpen aria-hidden className="size-3" />
          Open
        </button>
      )}
      <Handle
        type="source"
        position={out}
        isConnectable={!isReadOnly}
        {...(isReadOnly
          ? { className: "drawing-handle drawing-handle-in" }
          : {
              className: "drawing-handle drawing-handle-out",
              title: "Drag to another node, or press to add one after it",
              onClick: () => onAddBehind(id),
            })}
      >
        {isReadOnly ? null : <Plus aria-hidden />}
      </Handle>
    </>
  );
});
