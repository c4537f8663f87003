"use client";

import { useMemo } from "react";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import {
  type EdgeLook,
  type GraphEdgeShape,
  type GraphParts,
  graphShapeOf,
  PipelineGraph,
} from "#features/graph/index.ts";
import { useNodeView } from "../live-run-context.ts";
import { edgeLook } from "../model/edge-look.ts";
import { RunNodeFace } from "./run-node-face.tsx";

function useEdgeLook(edge: GraphEdgeShape): EdgeLook {
  return edgeLook(edge, useNodeView(edge.from), useNodeView(edge.to));
}

const parts: GraphParts = { NodeFace: RunNodeFace, useEdgeLook };

interface RunGraphProps {
  readonly definition: PipelineDefinition;
  readonly selectedId: string | null;
  readonly onSelect: (nodeId: string) => void;
  readonly onClear: () => void;
}

/** A run's frozen graph, with the flow in its edges. */
export function RunGraphDrawing({ definition, selectedId, onSelect, onClear }: RunGraphProps) {
  const shape = useMemo(() => graphShapeOf(definition), [definition]);
  return (
    <PipelineGraph
      label={`Graph of ${definition.name}`}
      shape={shape}
      parts={parts}
      selectedId={selectedId}
      onSelect={onSelect}
      onClear={onClear}
    />
  );
}
