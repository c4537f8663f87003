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
  /** Also undo what its nodes did. Absent: keep it. */
  readonly undo?: boolean;
  /** Undo although completed runs build on it. Absent: refuse then. */
  readonly despiteForks?: boolean;
}

/**
 * Stops a run: nothing new begins, and calls in flight are aborted within two seconds wherever they run; their partial
 * text and usage are kept. Returns the status immediately: `running` while the last calls are being closed. An ended
 * run stays as it is. With `undo`, what its nodes did is undone before it ends, where they define how; `planUndo` shows
 * that beforehand.
 * @throws AppError FORBIDDEN, NOT_FOUND; CONFLICT where `undo` comes too late, or would undo what another run builds
 * on.
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

/** Under the run's row lock, so that no fork can take anything over in between. */
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

/** Callers who ask for an undo that can no longer begin must not believe that it has. */
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
