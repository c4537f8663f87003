"use client";

import { Panel } from "@xyflow/react";
import { Network, Plus, Redo2, Undo2 } from "lucide-react";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import type { GraphDrawingProps } from "../drawing-props.ts";

interface DrawingToolsProps extends Pick<GraphDrawingProps, "history" | "isReadOnly"> {
  /** Whether nodes stand where somebody has put them. */
  readonly isByHand: boolean;
  readonly onAdd: () => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onLayOut: () => void;
}

/** What can be done with the drawing as a whole. */
export function DrawingTools({ history, isReadOnly, isByHand, ...act }: DrawingToolsProps) {
  const { undo, redo } = history;
  return (
    <Panel position="top-right" className="nopan flex rounded-base border bg-paper">
      <IconButton
        label="Add a node"
        size="icon-small"
        disabled={isReadOnly}
        aria-keyshortcuts="A"
        onClick={act.onAdd}
      >
        <Plus aria-hidden />
      </IconButton>
      <IconButton
        label={undo === null ? "Undo" : `Undo: ${undo}`}
        size="icon-small"
        disabled={undo === null}
        aria-keyshortcuts="Control+Z Meta+Z"
        onClick={act.onUndo}
      >
        <Undo2 aria-hidden />
      </IconButton>
      <IconButton
        label={redo === null ? "Redo" : `Redo: ${redo}`}
        size="icon-small"
        disabled={redo === null}
        aria-keyshortcuts="Control+Shift+Z Meta+Shift+Z"
        onClick={act.onRedo}
      >
        <Redo2 aria-hidden />
      </IconButton>
      <IconButton
        label="Lay out automatically"
        size="icon-small"
        disabled={isReadOnly || !isByHand}
        aria-keyshortcuts="L"
        onClick={act.onLayOut}
      >
        <Network aria-hidden />
      </IconButton>
    </Panel>
  );
}
