import { edgeState } from "#core/run/edge-state.ts";
import type { NodePhase } from "#core/run/state.ts";
import type { NodeView } from "#core/run/view/fold.ts";
import type { EdgeLook, GraphEdgeShape } from "#features/graph/index.ts";
import { isBetweenTries } from "./node-look.ts";

/** What goes through an edge: the run's own rule, asked with what is seen of the node it comes from. */
export function edgeLook(edge: GraphEdgeShape, from: NodeView, to: NodeView): EdgeLook {
  // The run is over, so nothing more comes this way.
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

/** A skipped node may be doomed, a pending one handed out: to an edge that leads out of it both are the same. */
function phaseOf({ status, isHandled }: NodeView): NodePhase {
  if (status === "pending") return "idle";
  return status === "failed" && isHandled ? "handled" : status;
}
