"use client";

import { TriangleAlert } from "lucide-react";
import { createContext, useContext, useMemo } from "react";
import {
  type EdgeLook,
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

interface DraftGraphProps {
  readonly drawable: Drawable;
  readonly label: string;
  /** Nodes that have a fault. */
  readonly faulty: ReadonlySet<string>;
  readonly selectedId: string | null;
  readonly onSelect: (nodeId: string) => void;
}

/** A definition as a drawing, while it is being written. */
export function DraftGraph({ drawable, label, faulty, selectedId, onSelect }: DraftGraphProps) {
  const context = useMemo(() => ({ drawable, faulty }), [drawable, faulty]);
  return (
    <DraftGraphContext value={context}>
      <PipelineGraph
        label={label}
        shape={drawable.shape}
        parts={parts}
        selectedId={selectedId}
        onSelect={onSelect}
      />
    </DraftGraphContext>
  );
}
