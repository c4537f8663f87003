"use client";

import { Panel } from "@xyflow/react";
import {
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Group,
  type LucideIcon,
  Network,
  Plus,
  Redo2,
  StickyNote,
  Undo2,
} from "lucide-react";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { type Alignment, alignments, leastAligned } from "../align-places.ts";
import type { GraphDrawingProps } from "../drawing-props.ts";

interface DrawingToolsProps extends Pick<GraphDrawingProps, "history" | "isReadOnly"> {
  /** Whether nodes have places set by hand. */
  readonly isByHand: boolean;
  readonly onAdd: () => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onLayOut: () => void;
  /** The number of selected nodes: some tools need several. */
  readonly chosenCount: number;
  /** Null in a body, which has none. */
  readonly onAddNote: (() => void) | null;
  readonly onGroup: (() => void) | null;
  readonly onAlign: (alignment: Alignment) => void;
}

/** Actions on the drawing as a whole. */
export function DrawingTools({ history, isReadOnly, isByHand, chosenCount, ...act }: DrawingToolsProps) {
  const { undo, redo } = history;
  return (
    <Panel position="top-right" className="nopan flex flex-wrap justify-end rounded-base border bg-paper">
      {chosenCount < 2 ? null : (
        <AlignTools chosenCount={chosenCount} isReadOnly={isReadOnly} onAlign={act.onAlign} />
      )}
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
        label="Add a note"
        size="icon-small"
        disabled={isReadOnly || act.onAddNote === null}
        aria-keyshortcuts="N"
        onClick={() => act.onAddNote?.()}
      >
        <StickyNote aria-hidden />
      </IconButton>
      <IconButton
        label="Group the selected nodes"
        size="icon-small"
        disabled={isReadOnly || act.onGroup === null || chosenCount === 0}
        aria-keyshortcuts="G"
        onClick={() => act.onGroup?.()}
      >
        <Group aria-hidden />
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

interface AlignLook {
  readonly label: string;
  readonly keys: string;
  readonly Icon: LucideIcon;
}

const alignLooks: Readonly<Record<Alignment, AlignLook>> = {
  left: { label: "Align left", keys: "Alt+A", Icon: AlignStartVertical },
  right: { label: "Align right", keys: "Alt+D", Icon: AlignEndVertical },
  top: { label: "Align top", keys: "Alt+W", Icon: AlignStartHorizontal },
  bottom: { label: "Align bottom", keys: "Alt+S", Icon: AlignEndHorizontal },
  across: { label: "Distribute horizontally", keys: "Alt+Shift+H", Icon: AlignHorizontalDistributeCenter },
  down: { label: "Distribute vertically", keys: "Alt+Shift+V", Icon: AlignVerticalDistributeCenter },
};

/** Actions on several nodes. */
function AlignTools({
  chosenCount,
  isReadOnly,
  onAlign,
}: Pick<DrawingToolsProps, "chosenCount" | "isReadOnly" | "onAlign">) {
  return alignments.map((alignment) => {
    const { label, keys, Icon } = alignLooks[alignment];
    return (
      <IconButton
        key={alignment}
        label={label}
        size="icon-small"
        disabled={isReadOnly || chosenCount < leastAligned(alignment)}
        aria-keyshortcuts={keys}
        onClick={() => onAlign(alignment)}
      >
        <Icon aria-hidden />
      </IconButton>
    );
  });
}
