"use client";

import { MiniMap } from "@xyflow/react";
import { useGraphContext } from "../graph-context.ts";

/** From here on a graph does not fit its region at a size that can be read. */
const manyToSee = 40;

/** A large graph in small, with the part that is in sight; it is dragged there. */
export function GraphOverview({ nodeCount }: { readonly nodeCount: number }) {
  const { selectedId } = useGraphContext();
  if (nodeCount < manyToSee) return null;
  return (
    <MiniMap
      pannable
      zoomable
      ariaLabel="The whole graph in small"
      className="graph-overview max-sm:hidden"
      nodeBorderRadius={12}
      nodeStrokeWidth={0}
      nodeClassName={({ id, type }) =>
        type === "frame"
          ? "graph-overview-frame"
          : id === selectedId
            ? "graph-overview-chosen"
            : "graph-overview-node"
      }
    />
  );
}
