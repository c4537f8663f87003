"use client";

import { ViewportPortal } from "@xyflow/react";
import { memo, useMemo } from "react";
import { cn } from "#components/ui/class-names.ts";
import { type FlowEdge, lineClasses } from "../components/graph-edge.tsx";
import { useGraphContext } from "../graph-context.ts";
import type { NodePlaces } from "../node-place.ts";
import { type FarLine, farLines } from "./far-lines.ts";

interface FarEdgesProps {
  readonly edges: readonly FlowEdge[];
  readonly places: NodePlaces;
}

/** All edges as one picture: zoomed out, nobody needs to grab a single one. */
export function FarEdges({ edges, places }: FarEdgesProps) {
  const { direction } = useGraphContext();
  const lines = useMemo(() => farLines(edges, places, direction), [edges, places, direction]);
  return (
    <ViewportPortal>
      <svg aria-hidden className="graph-far-edges">
        {lines.map(({ shape, path, isChosen }) => (
          <Line key={shape.id} shape={shape} path={path} isChosen={isChosen} />
        ))}
      </svg>
    </ViewportPortal>
  );
}

const Line = memo(function Line({ shape, path, isChosen }: FarLine) {
  const { useEdgeLook } = useGraphContext();
  const look = useEdgeLook(shape);
  return (
    <path
      d={path}
      className={cn("react-flow__edge-path", lineClasses[look], isChosen && "graph-edge-chosen")}
    />
  );
});
