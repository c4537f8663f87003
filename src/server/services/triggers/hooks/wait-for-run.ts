import type { RunId, WorkspaceId } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type RunStanding, readRunStanding } from "#server/db/trigger/triggered-runs.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { listenTo } from "#server/services/runs/log/run-bell.ts";

/** A ring that was missed costs at most this long. */
const pollMs = 2_000;
/**
 * At most this many callers of one workspace wait in a process: each of them looks at its run now and then, on shared
 * connections.
 */
export const mostWaitingCallers = 100;

const callers = new Map<WorkspaceId, number>();

/**
 * How a run stands when it has ended, or when the time to wait is over; nothing of the run depends on who waits. Where
 * too many of the workspace wait already, how it stands now.
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
