import type { RouterInputs } from "#lib/trpc/router-outputs.ts";

type RunsInput = RouterInputs["runs"]["list"];

/** How many runs of each kind are shown; the run list has the rest. */
const shownRuns = 8;

/** Current runs: the filter for `runs.list` and for the run list's URL. */
export const runningNow = { statuses: ["pending", "running", "waiting"], limit: shownRuns } as const;
export const runningQuery = "?status=pending,running,waiting";

/** Runs that failed within the last day. */
export const failedLately = {
  statuses: ["failed", "timeout"],
  withinSeconds: 86_400,
  limit: shownRuns,
} as const;
export const failedQuery = "?status=failed,timeout&within=24h";

/** The first few decisions, and one more to know whether there are more. */
export const mostWaitsShown = 5;
export const waitingForMe = { mine: true, limit: mostWaitsShown + 1 } as const;

/** What shows how far a workspace's setup has come: a completed run, and any run. */
export const completedRun = { statuses: ["completed"], limit: 1 } satisfies RunsInput;
export const newestRun = { limit: 1 } satisfies RunsInput;
