import type { EdgeLook, GraphEdgeShape } from "#features/graph/index.ts";
import type { NodeMark } from "./last-values.ts";

/** How an edge stands after the run that is looked at: something came this way, nothing did, or nothing is known. */
export function lastEdgeLook(edge: GraphEdgeShape, marks: ReadonlyMap<string, NodeMark>): EdgeLook {
  const [from, to] = [marks.get(edge.from), marks.get(edge.to)];
  if (from === undefined || to === undefined) return "idle";
  if (from.status === "skipped" || to.status === "skipped") return "shut";
  if (from.branch !== null && edge.condition !== null)
    return from.branch === edge.condition ? "taken" : "shut";
  return from.status === "completed" ? "taken" : "idle";
}
