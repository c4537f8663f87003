import type { EdgeLook, GraphEdgeShape } from "#features/graph/index.ts";
import type { NodeMark } from "./last-values.ts";

/**
 * How an edge stands after the run that is looked at: something came this way, or nothing is said of it. A way that was
 * not taken looks as always: here it is drawn in, and is no less there.
 */
export function lastEdgeLook(edge: GraphEdgeShape, marks: ReadonlyMap<string, NodeMark>): EdgeLook {
  const [from, to] = [marks.get(edge.from), marks.get(edge.to)];
  if (from?.status !== "completed" || to === undefined || to.status === "skipped") return "idle";
  const isWay = from.branch === null || edge.condition === null || from.branch === edge.condition;
  return isWay ? "taken" : "idle";
}
