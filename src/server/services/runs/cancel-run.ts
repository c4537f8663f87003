import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import type { RunState } from "#core/run/state.ts";
import { decodeRunState } from "#core/run/state-codec.ts";
import { isTerminalRun, type RunStatus } from "#core/run/status.ts";
import { notUndone } from "#core/run/undo-state.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { lockRun } from "#server/db/run/progress/lock-run.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";
import { stopRun } from "#server/services/progress/healing/stop-run.ts";
import { refuseUnderForks } from "./undo/refuse-under-forks.ts";

export interface CancelRunInput {
  readonly runId: RunId;
  readonly reason: string;
  /** Take back what its nodes did; absent = keep it. */
  readonly undo?: boolean;
  /** Although runs that have completed build on it; absent = not then. */
  readonly despiteForks?: boolean;
}

/**
 * Stops a run: nothing new begins, calls in flight are closed within two seconds wherever they run, and what they had
 * said and used is kept. Returns the status immediately: `running` while the last calls are being closed. A run that
 * has ended is left as it is. With `undo` what its nodes did is taken back before it ends, as far as they say how;
 * `planUndo` shows beforehand what that is.
 * @throws AppError FORBIDDEN, NOT_FOUND; CONFLICT where `undo` comes too late to take anything back, or would take back
 * what another run builds on.
 */
export async function cancelRun(
  context: ServiceContext,
  input: CancelRunInput,
): Promise<{ readonly status: RunStatus }> {
  authorize(context, "runs.cancel");
  const { workspaceId } = context.actor;
  return withTenantDirect(context.db, workspaceId, async (tx) => {
    const stop = { kind: "cancel.requested", reason: input.reason, undo: input.undo === true } as const;
    if (input.undo === true) await checkForks(tx, context, input);
    const stopped = await stopRun(tx, context.runs, workspaceId, input.runId, stop);
    if (stopped === null) throw noSuchRun(input.runId);
    if (stopped.isChanged)
      await recordAudit(tx, context.actor, "run.cancel", input.runId, {
        reason: input.reason,
        ...(input.undo === true ? { undo: true } : {}),
      });
    const { status } = stopped.state;
    if (input.undo === true && !stopped.isChanged) refuseLateUndo(stopped.state);
    return { status };
  });
}

/** Under the lock of the run, so that no fork can take anything over in between. */
async function checkForks(
  tx: DirectTransaction,
  { runs, actor: { workspaceId } }: ServiceContext,
  { runId, despiteForks = false }: CancelRunInput,
): Promise<void> {
  const plan = await runs.plans.ofRun(tx, workspaceId, runId);
  const run = plan === null ? null : await lockRun(tx, workspaceId, runId);
  if (plan === null || run === null) return;
  const state = decodeRunState(plan, run);
  if (isTerminalRun(state.status) || state.closing !== null) return;
  await refuseUnderForks(tx, workspaceId, { runId, nodeIds: notUndone(state), despiteForks });
}

/** Whoever asks for an undo that can no longer begin must not believe that it has. */
function refuseLateUndo(state: RunState): void {
  const { status, closing } = state;
  if (closing?.undo !== undefined) return;
  if (!isTerminalRun(status)) {
    const message =
      "The run is being stopped without undoing anything already. When it has ended, undo it (runs.retryUndo).";
    throw new AppError("CONFLICT", message);
  }
  if (notUndone(state).length === 0) return;
  const message = `The run had already ended (${status}), so nothing was stopped or undone. To undo what it did, use runs.retryUndo.`;
  throw new AppError("CONFLICT", message);
}
