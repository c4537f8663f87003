import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Happening } from "#core/run/happening.ts";
import type { RunState } from "#core/run/state.ts";
import { isTerminalRun } from "#core/run/status.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyHappening } from "../step/apply-happening.ts";
import { commitProgress } from "../step/commit-progress.ts";
import { lockDraft } from "../step/lock-draft.ts";

type Stop = Extract<Happening, { kind: "cancel.requested" | "timeout.reached" }>;

/**
 * Ends a run early, as far as that can be done at once: what has not begun is cancelled now, attempts in flight are
 * asked to stop and the run ends when the last has settled. Returns where the run stands afterwards and whether this
 * changed anything; null when there is no such run. A run that has ended, or is being stopped already, stays as it is.
 */
export async function stopRun(
  tx: DirectTransaction,
  context: Pick<EngineContext, "engine" | "plans">,
  workspaceId: WorkspaceId,
  runId: RunId,
  stop: Stop,
): Promise<{ readonly state: RunState; readonly isChanged: boolean } | null> {
  const draft = await lockDraft(tx, context, workspaceId, runId);
  if (draft === null) return null;
  if (isTerminalRun(draft.run.status)) return { state: draft.state, isChanged: false };
  const isChanged = await applyHappening(tx, draft, stop);
  if (isChanged) await commitProgress(tx, context, draft, "go-on");
  return { state: draft.state, isChanged };
}
