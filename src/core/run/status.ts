/** The possible statuses of runs and node runs; a test holds that the database's enums and checks have the same. */

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

/** An attempt ends as `lost` if its worker died before it could report how the call ended. */
export const attemptStatuses = ["running", "completed", "failed", "cancelled", "lost"] as const;
export type AttemptStatus = (typeof attemptStatuses)[number];

const terminalRun: ReadonlySet<RunStatus> = new Set(["completed", "failed", "cancelled", "timeout"]);

/** Terminal statuses are final. */
export function isTerminalRun(status: RunStatus): status is TerminalRunStatus {
  return terminalRun.has(status);
}

/**
 * What starts runs: a person, a program with a token, a trigger by its kind, resuming an earlier run, undoing one
 * later, a node of another run, or judging a test case.
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
