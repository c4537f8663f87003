import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Happening } from "#core/run/happening.ts";
import type { RunState } from "#core/run/state.ts";
import { isTerminalRun } from "#core/run/status.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyHappening } from "../step/apply-happening.ts";
import { commitProgress } from "../step/commit-progress.ts";
import { openChangeset } from "../step/open-changeset.ts";

type Stop = Extract<Happening, { kind: "cancel.requested" | "timeout.reached" }>;

/**
 * Stops a run as far as that is possible at once: what has not begun is cancelled, attempts in flight are asked to
 * stop, and the run ends when the last one has settled. Returns the run's status and whether this changed anything.
 * Null when there is no such run. A run that has ended, or is already being stopped, stays as it is.
 */
export async function stopRun(
  tx: DirectTransaction,
  context: Pick<EngineContext, "engine" | "plans">,
  workspaceId: WorkspaceId,
  runId: RunId,
  stop: Stop,
): Promise<{ readonly state: RunState; readonly isChanged: boolean } | null> {
  const changeset = await openChangeset(tx, context, workspaceId, runId);
  if (changeset === null) return null;
  if (isTerminalRun(changeset.run.status)) return { state: changeset.state, isChanged: false };
  const isChanged = await applyHappening(tx, changeset, stop);
  if (isChanged) await commitProgress(tx, context, changeset, "go-on");
  return { state: changeset.state, isChanged };
}
