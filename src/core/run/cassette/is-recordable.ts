import type { RunStatus } from "../status.ts";

/** Whether a run can be saved as a recording: it has ended by itself, and nobody stopped it. */
export function isRecordable(status: RunStatus): status is "completed" | "failed" {
  return status === "completed" || status === "failed";
}
