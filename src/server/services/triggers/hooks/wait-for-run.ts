import type { RunId, WorkspaceId } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type RunStanding, readRunStanding } from "#server/db/trigger/triggered-runs.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { listenTo } from "#server/services/runs/log/run-bell.ts";

/** A missed ring delays a caller by at most this long. */
const pollMs = 2_000;
/** The maximum number of waiting callers of one workspace per process: each polls its run, on shared connections. */
export const mostWaitingCallers = 100;

const callers = new Map<WorkspaceId, number>();

/**
 * The state of a run when it has ended, or when the waiting time is over; waiting does not affect the run. Where too
 * many of the workspace already wait, its current state.
 */
export async function waitForRun(
  tools: Pick<ServiceTools, "db" | "runs">,
  workspaceId: WorkspaceId,
  runId: RunId,
  waitMs: number,
  signal: AbortSignal,
): Promise<RunStanding | null> {
  const before = callers.get(workspaceId) ?? 0;
  const untilMs = performance.now() + (before < mostWaitingCallers ? waitMs : 0);
  callers.set(workspaceId, before + 1);
  const ear = listenTo(tools.runs.bell, runId);
  try {
    for (;;) {
      const standing = await withTenant(tools.db, workspaceId, (tx) =>
        readRunStanding(tx, workspaceId, runId),
      );
      const leftMs = untilMs - performance.now();
      if (standing === null || isTerminalRun(standing.status) || leftMs <= 0 || signal.aborted)
        return standing;
      await ear.wait(Math.min(pollMs, leftMs), signal);
    }
  } finally {
    ear.close();
    leave(workspaceId);
  }
}

function leave(workspaceId: WorkspaceId): void {
  const left = (callers.get(workspaceId) ?? 1) - 1;
  if (left === 0) callers.delete(workspaceId);
  else callers.set(workspaceId, left);
}
