"use client";

import { type NodeProps, NodeResizeControl } from "@xyflow/react";
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

/** Words in the drawing. */
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
          // The library keeps the callbacks with which a drag began: the size comes from it, not from the state.
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

/** The frame around the nodes of a group, which is taken hold of by its name. */
export const DrawingFrame = memo(function DrawingFrame({ id, data, selected }: NodeProps<FlowFrame>) {
  const { onSelect } = useGraphContext();
  const { name, colour, nodeIds } = data.shape;
  return (
    <div
      className={cn(
        "h-full w-full rounded-base border-2 bg-paper/40",
        frameColours[colour],
        selected && "border-accent outline outline-accent",
      )}
    >
      <button
        type="button"
        aria-pressed={selected}
        aria-label={`Group ${name}, ${nodeIds.length === 1 ? "1 node" : `${nodeIds.length} nodes`}`}
        onClick={() => onSelect(id)}
        className="graph-frame-name nopan pointer-events-auto max-w-full cursor-grab truncate rounded-small px-2 py-0.5 text-left font-medium text-ink-soft hover:text-ink"
      >
        <span dir="auto">{name}</span>
      </button>
    </div>
  );
});
