import type { RouterInputs } from "#lib/trpc/router-outputs.ts";

type RunsInput = RouterInputs["runs"]["list"];

/** Of each kind the first ones; the list of runs has the rest. */
const shownRuns = 8;

/** What goes on now, as `runs.list` takes it and as the list of runs has it in its address. */
export const runningNow = { statuses: ["pending", "running", "waiting"], limit: shownRuns } as const;
export const runningQuery = "?status=pending,running,waiting";

/** What failed within a day. */
export const failedLately = {
  statuses: ["failed", "timeout"],
  withinSeconds: 86_400,
  limit: shownRuns,
} as const;
export const failedQuery = "?status=failed,timeout&within=24h";

/** What the reader is asked to decide: the first ones, and one more to know whether there are more. */
export const mostWaitsShown = 5;
export const waitingForMe = { mine: true, limit: mostWaitsShown + 1 } as const;

/** What tells how far a workspace has come: a run that has completed, and any run. */
export const completedRun = { statuses: ["completed"], limit: 1 } satisfies RunsInput;
export const newestRun = { limit: 1 } satisfies RunsInput;
