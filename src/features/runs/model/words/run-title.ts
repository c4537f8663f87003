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

/** The page title of a run; its status comes first, since tabs are narrow. */
export function runTitle(pipelineName: string, status: RunStatus): string {
  return `${words[status]}${titleRest(pipelineName)}`;
}

/** The title for a new status; the title of any other page stays as it is. */
export function retitled(title: string, pipelineName: string, status: RunStatus): string {
  const rest = title.indexOf(titleRest(pipelineName));
  return rest === -1 ? title : `${words[status]}${title.slice(rest)}`;
}

function titleRest(pipelineName: string): string {
  return `: run of ${pipelineName}`;
}
