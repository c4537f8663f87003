/** The words for what a run and a node run can be; the database's enums and checks equal these (tested). */

export const runStatuses = [
  "pending",
  "running",
  "waiting",
  "completed",
  "failed",
  "cancelled",
  "timeout",
] as const;
export type RunStatus = (typeof runStatuses)[number];

export const nodeRunStatuses = [
  "pending",
  "running",
  "waiting",
  "completed",
  "failed",
  "skipped",
  "cancelled",
] as const;
export type NodeRunStatus = (typeof nodeRunStatuses)[number];

export type TerminalRunStatus = Extract<RunStatus, "completed" | "failed" | "cancelled" | "timeout">;

/** An attempt ends `lost` when its worker died before it could say how the call ended. */
export const attemptStatuses = ["running", "completed", "failed", "cancelled", "lost"] as const;
export type AttemptStatus = (typeof attemptStatuses)[number];

const terminalRun: ReadonlySet<RunStatus> = new Set(["completed", "failed", "cancelled", "timeout"]);

/** Nothing leaves a terminal status. */
export function isTerminalRun(status: RunStatus): status is TerminalRunStatus {
  return terminalRun.has(status);
}

/**
 * What starts runs: a person, a program with a token, a trigger of its kind, a run that is taken up again, one that is
 * undone later, a node of another run, or a test case that is judged.
 */
export const triggerKinds = [
  "manual",
  "api",
  "schedule",
  "webhook",
  "event",
  "run",
  "fork",
  "undo",
  "call",
  "judge",
] as const;
export type TriggerKind = (typeof triggerKinds)[number];
