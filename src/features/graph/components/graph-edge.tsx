"use client";

import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  Position,
} from "@xyflow/react";
import { cn } from "#components/ui/class-names.ts";
import { type EdgeLook, useGraphContext } from "../graph-context.ts";
import type { GraphEdgeShape } from "../graph-shape.ts";

export type FlowEdge = Edge<{ readonly shape: GraphEdgeShape }, "pipeline">;

/** The CSS classes of an edge's line. */
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

type Ends = Pick<
  EdgeProps<FlowEdge>,
  "sourceX" | "sourceY" | "sourcePosition" | "targetX" | "targetY" | "targetPosition"
>;

/**
 * React Flow draws an edge to the far side of the handles; the visible part ends at the nodes. The frame of a folded
 * group has no handles.
 */
function endsAtNodes(
  { source, target, data, ...ends }: Ends & Pick<EdgeProps<FlowEdge>, "source" | "target" | "data">,
  reach: number,
): Partial<Ends> {
  const [out, into] = [data?.shape.from === source ? reach : 0, data?.shape.to === target ? reach : 0];
  return ends.sourcePosition === Position.Right
    ? { sourceX: ends.sourceX - out, targetX: ends.targetX + into }
    : { sourceY: ends.sourceY - out, targetY: ends.targetY + into };
}

/** An edge, with the label of its branch. */
export function GraphEdge(props: EdgeProps<FlowEdge>) {
  const { useEdgeLook, edgeReach = 0, handleReach = 0 } = useGraphContext();
  const shape = props.data?.shape;
  const look = useEdgeLook(shape ?? { id: props.id, from: props.source, to: props.target, condition: null });
  const [path, labelX, labelY] = getBezierPath({ ...props, ...endsAtNodes(props, handleReach) });
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
