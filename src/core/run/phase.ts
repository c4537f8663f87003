import type { NodePhase } from "./state.ts";
import type { NodeRunStatus } from "./status.ts";

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

const open: ReadonlySet<NodePhase> = new Set(["idle", "ready", "running", "retrying", "waiting"]);

/** The status that people see of a node in this phase. */
export function statusOfPhase(phase: NodePhase): NodeRunStatus {
  return statusByPhase[phase];
}

/** True while something may still happen to the node; nothing leaves the other phases. */
export function isOpenPhase(phase: NodePhase): boolean {
  return open.has(phase);
}

/** True when the node ended in a way that the run goes on from, with an output. */
export function hasOutput(phase: NodePhase): boolean {
  return phase === "completed" || phase === "handled";
}
