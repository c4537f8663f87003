import type { NodePhase } from "../state.ts";
import type { NodeRunStatus } from "../status.ts";

const statusByPhase: Record<NodePhase, NodeRunStatus> = {
  idle: "pending",
  ready: "pending",
  running: "running",
  retrying: "running",
  waiting: "waiting",
  completed: "completed",
  failed: "failed",
  handled: "failed",
  skipped: "skipped",
  doomed: "skipped",
  cancelled: "cancelled",
};

/** The status that the database must show of a node in this phase. */
export function statusOfPhase(phase: NodePhase): NodeRunStatus {
  return statusByPhase[phase];
}
