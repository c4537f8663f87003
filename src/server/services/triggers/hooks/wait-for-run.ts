import type { RunId, WorkspaceId } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type RunStanding, readRunStanding } from "#server/db/trigger/triggered-runs.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { listenTo } from "#server/services/runs/run-bell.ts";

/** A ring that was missed costs at most this long. */
const pollMs = 1_000;

/** How a run stands when it has ended, or when the time to wait is over; nothing of the run depends on who waits. */
export async function waitForRun(
  tools: Pick<ServiceTools, "db" | "runs">,
  workspaceId: WorkspaceId,
  runId: RunId,
  waitMs: number,
  signal: AbortSignal,
): Promise<RunStanding | null> {
  const untilMs = performance.now() + waitMs;
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
  }
}
