import { edgeState } from "#core/run/edge-state.ts";
import type { EdgeLook, GraphEdgeShape } from "#features/graph/index.ts";
import type { NodeMark } from "./last-values.ts";

/**
 * How an edge looks after the selected run: taken, by the run's own rule, or neutral. An edge that was not taken stays
 * neutral, because it is part of what is being edited.
 */
export function lastEdgeLook(edge: GraphEdgeShape, marks: ReadonlyMap<string, NodeMark>): EdgeLook {
  const [from, to] = [marks.get(edge.from), marks.get(edge.to)];
  if (from === undefined || to === undefined || to.status === "skipped") return "idle";
  if (from.status !== "completed" && !from.isCaught) return "idle";
  const phases = { [edge.from]: from.isCaught ? "handled" : "completed" } as const;
  const branches = from.branch === null ? {} : { [edge.from]: from.branch };
  return edgeState(edge, { phases, branches }) === "live" ? "taken" : "idle";
}
