"use client";

import { Handle, type NodeProps, NodeResizeControl, Position } from "@xyflow/react";
import { ChevronsDownUp, ChevronsUpDown } from "lucide-react";
import { memo, useContext, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import type { MarkColour } from "#core/pipeline/marks/marks.ts";
import { useGraphContext } from "../../graph-context.ts";
import { DrawingContext } from "../drawing-context.ts";
import type { FlowFrame, FlowNote } from "../drawn-marks.ts";

const noteColours: Readonly<Record<MarkColour, string>> = {
  plain: "bg-quiet-soft",
  blue: "bg-running-soft",
  green: "bg-completed-soft",
  amber: "bg-waiting-soft",
  red: "bg-failed-soft",
};
const frameColours: Readonly<Record<MarkColour, string>> = {
  plain: "border-line-strong",
  blue: "border-running/60",
  green: "border-completed/60",
  amber: "border-waiting/60",
  red: "border-failed/60",
};

const leastSide = 40;

/** A note in the drawing. */
export const DrawingNote = memo(function DrawingNote({ id, data: { shape }, selected }: NodeProps<FlowNote>) {
  const { onSelect } = useGraphContext();
  const drawing = useContext(DrawingContext);
  const [sizing, setSizing] = useState<NoteSize | null>(null);
  return (
    <div className="relative" style={sizing ?? shape.size}>
      <button
        type="button"
        aria-pressed={selected}
        aria-label={`Note: ${shape.text || "empty"}`}
        onClick={() => onSelect(id)}
        className={cn(
          "nopan pointer-events-auto flex h-full w-full items-start overflow-hidden rounded-base px-2.5 py-1.5 text-left",
          "hover:outline hover:outline-line-strong focus-visible:outline-offset-2",
          noteColours[shape.colour],
          selected && "outline-2 outline-accent outline-offset-1 hover:outline-2 hover:outline-accent",
        )}
      >
        <span dir="auto" className="min-w-0 whitespace-pre-wrap break-words">
          {shape.text === "" ? <span className="text-ink-faint">Empty note</span> : shape.text}
        </span>
      </button>
      {selected && drawing?.isReadOnly === false ? (
        <NodeResizeControl
          position="bottom-right"
          minWidth={leastSide}
          minHeight={leastSide}
          className="graph-resize"
          onResize={(_, { width, height }) =>
            setSizing({ width: Math.round(width), height: Math.round(height) })
          }
          // React Flow keeps the callbacks from the start of a drag, so take the size from it, not from the state.
          onResizeEnd={(_, { width, height }) => {
            const size = { width: Math.round(width), height: Math.round(height) };
            if (size.width !== shape.size.width || size.height !== shape.size.height)
              drawing.onResize(id, size);
            setSizing(null);
          }}
        />
      ) : null}
    </div>
  );
});

interface NoteSize {
  readonly width: number;
  readonly height: number;
}

/** The frame around a group's nodes, or the box that replaces them; it is dragged by its name. */
export const DrawingFrame = memo(function DrawingFrame({ id, data, selected }: NodeProps<FlowFrame>) {
  const { direction } = useGraphContext();
  const { shape, isFolded } = data;
  const [into, out] = direction === "LR" ? [Position.Left, Position.Right] : [Position.Top, Position.Bottom];
  return (
    <div
      className={cn(
        "flex h-full w-full items-start rounded-base border-2",
        isFolded ? "bg-paper" : "bg-paper/40",
        frameColours[shape.colour],
        selected && "border-accent outline outline-accent",
      )}
    >
      {isFolded ? (
        <Handle type="target" position={into} className="graph-handle" isConnectable={false} />
      ) : null}
      <FrameName id={id} data={data} selected={selected} />
      <FoldButton id={id} data={data} />
      {isFolded ? (
        <Handle type="source" position={out} className="graph-handle" isConnectable={false} />
      ) : null}
    </div>
  );
});

function FrameName({ id, data, selected }: Pick<NodeProps<FlowFrame>, "id" | "data" | "selected">) {
  const { onSelect } = useGraphContext();
  const isFoldable = useContext(DrawingContext) !== null;
  const { shape, isFolded } = data;
  const { length } = shape.nodeIds;
  const count = length === 1 ? "1 node" : `${length} nodes`;
  return (
    <button
      type="button"
      aria-pressed={selected}
      aria-expanded={isFoldable ? !isFolded : undefined}
      aria-label={`Group ${shape.name}, ${count}`}
      onClick={() => onSelect(id)}
      className={cn(
        "graph-frame-name nopan pointer-events-auto min-w-0 cursor-grab truncate rounded-small px-2 py-0.5 text-left font-medium text-ink-soft hover:text-ink",
        isFolded && "h-full grow",
      )}
    >
      <span dir="auto">{shape.name}</span>
      {isFolded ? <span className="block font-normal text-ink-faint text-mono">{count}</span> : null}
    </button>
  );
}

/** A read-only drawing, such as a version's, folds nothing. */
function FoldButton({ id, data: { shape, isFolded } }: Pick<NodeProps<FlowFrame>, "id" | "data">) {
  const drawing = useContext(DrawingContext);
  if (drawing === null) return null;
  const Icon = isFolded ? ChevronsUpDown : ChevronsDownUp;
  return (
    <button
      type="button"
      // Not a tab stop: a key does the same, and the Tab key stops at each node once.
      tabIndex={-1}
      className="nodrag nopan pointer-events-auto m-0.5 grid size-5 shrink-0 place-items-center rounded-small text-ink-faint hover:text-ink"
      aria-label={`${isFolded ? "Unfold" : "Fold"} group ${shape.name}`}
      onClick={(event) => {
        event.stopPropagation();
        drawing.onFold(id);
      }}
    >
      <Icon aria-hidden className="size-3.5" />
    </button>
  );
}
