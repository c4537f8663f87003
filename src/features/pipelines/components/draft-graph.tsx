"use client";

import { TriangleAlert } from "lucide-react";
import { createContext, useContext, useMemo } from "react";
import {
  type EdgeLook,
  GraphDrawing,
  type GraphDrawingProps,
  type GraphParts,
  NodeFaceFrame,
  type NodeFaceProps,
  PipelineGraph,
} from "#features/graph/index.ts";
import type { Drawable } from "../model/drawable.ts";

interface DraftGraphContextValue {
  readonly drawable: Drawable;
  readonly faulty: ReadonlySet<string>;
}

const DraftGraphContext = createContext<DraftGraphContextValue | null>(null);

function DraftNodeFace({ node, isSelected }: NodeFaceProps) {
  const context = useContext(DraftGraphContext);
  const drawn = context?.drawable.nodes.get(node.id);
  const isFaulty = context?.faulty.has(node.id) ?? false;
  const detail = drawn?.detail ?? "";
  const description = [node.type, detail, isFaulty ? "has a problem" : ""].filter(Boolean).join(", ");
  return (
    <NodeFaceFrame
      node={node}
      isSelected={isSelected}
      description={description}
      mark={isFaulty ? <TriangleAlert aria-hidden className="size-4 shrink-0 text-failed" /> : undefined}
      className={isFaulty ? "border-failed/60" : ""}
    >
      <span className="shrink-0">{node.type}</span>
      <span className="min-w-0 truncate text-ink-soft">{detail}</span>
    </NodeFaceFrame>
  );
}

const idle = (): EdgeLook => "idle";
const parts: GraphParts = { NodeFace: DraftNodeFace, useEdgeLook: idle };

/** What a drawing is drawn in; null where it is only looked at. */
export type DrawingTools = Pick<
  GraphDrawingProps,
  "chosen" | "history" | "onCommand" | "copyText" | "canConnect"
>;

interface DraftGraphProps {
  readonly drawable: Drawable;
  /** The text cannot be read: the drawing is of the last one that could. */
  readonly isOld?: boolean;
  readonly label: string;
  /** Nodes that have a fault. */
  readonly faulty: ReadonlySet<string>;
  readonly selectedId: string | null;
  readonly onSelect: (nodeId: string) => void;
  readonly tools?: DrawingTools | null;
}

/** A definition as a drawing, while it is being written; drawn in where there are tools. */
export function DraftGraph(props: DraftGraphProps) {
  const { drawable, isOld = false, label, faulty, selectedId, onSelect, tools = null } = props;
  const context = useMemo(() => ({ drawable, faulty }), [drawable, faulty]);
  return (
    <DraftGraphContext value={context}>
      <div className="flex h-full min-h-0 flex-col">
        {isOld ? (
          <p role="status" className="flex shrink-0 gap-2 border-b bg-waiting-soft px-4 py-1.5">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
            The text cannot be read as it is now. This is how it looked when it last could be.
          </p>
        ) : null}
        {tools === null ? (
          <PipelineGraph
            label={label}
            shape={drawable.shape}
            parts={parts}
            selectedId={selectedId}
            onSelect={onSelect}
          />
        ) : (
          <GraphDrawing {...tools} label={label} shape={drawable.shape} parts={parts} isReadOnly={isOld} />
        )}
      </div>
    </DraftGraphContext>
  );
}
