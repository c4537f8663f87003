import type { RunStatus } from "#core/run/status.ts";

const words: Readonly<Record<RunStatus, string>> = {
  pending: "Pending",
  running: "Running",
  waiting: "Waiting",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
  timeout: "Out of time",
};

/** What a run's page is called in a tab: how the run stands comes first, where there is little room. */
export function runTitle(pipelineName: string, status: RunStatus): string {
  return `${words[status]}: run of ${pipelineName}`;
}
