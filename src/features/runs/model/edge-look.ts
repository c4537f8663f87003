import { edgeState } from "#core/run/edge-state.ts";
import type { NodePhase } from "#core/run/state.ts";
import type { NodeView } from "#core/run/view/fold.ts";
import type { EdgeLook, GraphEdgeShape } from "#features/graph/index.ts";
import { isBetweenTries } from "./node-look.ts";

/** The look of an edge, by the run's own rule for edges. */
export function edgeLook(edge: GraphEdgeShape, from: NodeView, to: NodeView): EdgeLook {
  // The run is over, so this edge will not be taken.
  if (from.status === "cancelled") return "shut";
  const phases = { [edge.from]: phaseOf(from) };
  const branches = from.branch === null ? {} : { [edge.from]: from.branch };
  switch (edgeState(edge, { phases, branches })) {
    case "open":
      return "idle";
    case "live":
      return to.status === "running" && !isBetweenTries(to) ? "flowing" : "taken";
    case "dead":
    case "doom":
      return "shut";
  }
}

/** Maps a status to the reducer's phase. Skipped or doomed, pending or handed out: edges do not distinguish these. */
function phaseOf({ status, isHandled }: NodeView): NodePhase {
  if (status === "pending") return "idle";
  return status === "failed" && isHandled ? "handled" : status;
}
