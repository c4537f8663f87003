"use client";

import { Panel } from "@xyflow/react";
import { Button } from "#components/ui/controls/button.tsx";
import { type NodeTypeName, nodeTypeNames, nodeTypes } from "#core/nodes/registry.ts";
import { NodeTypeIcon } from "../../components/node-type-icon.tsx";
import type { Room } from "../../use-room.ts";

const dragged = "application/x-penstock-node";

interface NodePaletteProps {
  /** Why no trigger can be added; null if one can. */
  readonly whyNoTrigger: string | null;
  readonly room: Room | null;
  readonly onAdd: (type: NodeTypeName) => void;
}

/** All node types: drag one into the drawing, or press it to add it after the selected node. */
export function NodePalette({ whyNoTrigger, room, onAdd }: NodePaletteProps) {
  return (
    <Panel position="top-left" className="nopan">
      <div
        role="toolbar"
        aria-label="Add a node"
        aria-orientation="vertical"
        className="flex flex-col rounded-base border bg-paper p-0.5"
      >
        {nodeTypes.map(({ type, title, summary }) => (
          <Button
            key={type}
            tone="quiet"
            size="small"
            draggable={type !== "trigger" || whyNoTrigger === null}
            disabled={type === "trigger" && whyNoTrigger !== null}
            data-tip={(type === "trigger" ? whyNoTrigger : null) ?? summary}
            className="justify-start gap-2 px-1.5"
            onDragStart={(event) => {
              event.dataTransfer.setData(dragged, type);
              event.dataTransfer.effectAllowed = "copy";
            }}
            // The second click of a double click must not add a second node.
            onClick={(event) => {
              if (event.detail < 2) onAdd(type);
            }}
          >
            <NodeTypeIcon type={type} />
            <span className={isWide(room) ? "" : "sr-only"}>{title}</span>
          </Button>
        ))}
      </div>
    </Panel>
  );
}

/** A narrow drawing has no space for the names. */
function isWide(room: Room | null): boolean {
  return room !== null && room.width > 640;
}

/** The width of the palette at the drawing's left side. */
export function paletteRoom(room: Room | null): number {
  return isWide(room) ? 132 : 60;
}

/** Whether the drag carries a node type, rather than something from elsewhere. */
export function isNodeDragged({ types }: DataTransfer): boolean {
  return types.includes(dragged);
}

export function draggedType(data: DataTransfer): NodeTypeName | null {
  const type = data.getData(dragged);
  return nodeTypeNames.find((known) => known === type) ?? null;
}
