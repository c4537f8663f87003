"use client";

import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { cn } from "#components/ui/class-names.ts";
import { type EdgeLook, useGraphContext } from "../graph-context.ts";
import type { GraphEdgeShape } from "../graph-shape.ts";

export type FlowEdge = Edge<{ readonly shape: GraphEdgeShape }, "pipeline">;

/** How its line is drawn. */
export const lineClasses: Readonly<Record<EdgeLook, string>> = {
  idle: "graph-edge",
  flowing: "graph-edge graph-edge-flowing",
  taken: "graph-edge graph-edge-taken",
  shut: "graph-edge graph-edge-shut",
};

const labelClasses: Readonly<Record<EdgeLook, string>> = {
  idle: "text-ink-faint",
  flowing: "text-running",
  taken: "text-ink-soft",
  shut: "text-skipped line-through",
};

/** The way from one node to the next, with the word of the branch that it is. */
export function GraphEdge(props: EdgeProps<FlowEdge>) {
  const { useEdgeLook, edgeReach = 0 } = useGraphContext();
  const shape = props.data?.shape;
  const look = useEdgeLook(shape ?? { id: props.id, from: props.source, to: props.target, condition: null });
  const [path, labelX, labelY] = getBezierPath(props);
  return (
    <>
      <BaseEdge path={path} className={lineClasses[look]} interactionWidth={edgeReach} />
      {shape?.condition === null || shape === undefined ? null : (
        <EdgeLabelRenderer>
          <span
            className={cn(
              "absolute rounded-small border bg-paper px-1 text-micro",
              "-translate-x-1/2 -translate-y-1/2",
              labelClasses[look],
            )}
            style={{ left: labelX, top: labelY }}
          >
            {shape.condition}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
