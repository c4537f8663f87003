import type { NodeView } from "#core/run/fold.ts";
import type { EdgeLook, GraphEdgeShape } from "#features/graph/index.ts";
import { isBetweenTries } from "./node-look.ts";

/** What goes through an edge, told from its two ends. */
export function edgeLook({ condition }: GraphEdgeShape, from: NodeView, to: NodeView): EdgeLook {
  if (from.status === "skipped" || from.status === "cancelled") return "shut";
  if (from.status === "failed") return from.isHandled && isWayOut(condition, from) ? flow(to) : "shut";
  if (from.status !== "completed") return "idle";
  if (!isWayOut(condition, from)) return "shut";
  return flow(to);
}

/** An edge without a word goes on whenever its node completes; `error` is the way out of one that failed. */
function isWayOut(condition: string | null, from: NodeView): boolean {
  if (from.status === "failed") return condition === "error" || (condition === null && from.branch === null);
  if (condition === null) return true;
  return condition === from.branch;
}

function flow(to: NodeView): EdgeLook {
  return to.status === "running" && !isBetweenTries(to) ? "flowing" : "taken";
}
