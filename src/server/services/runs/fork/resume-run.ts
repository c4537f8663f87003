import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import type { ForkChanges } from "#core/run/fork/fork-changes.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listAncestors } from "#server/db/run/children/read-tree.ts";
import { findRun } from "#server/db/run/reading/run-reader.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";
import { forkRun } from "./fork-run.ts";

/**
 * Continues a run that failed, timed out or was stopped, as a fork from wherever it got to. A terminal status is final,
 * so it continues as a new run, which may have changes. With `failedItems`, the failed items of these maps run again,
 * and what follows from them; for a completed run, only these.
 * @throws AppError FORBIDDEN, NOT_FOUND; CONFLICT for a run that is in progress, or completed without `failedItems`,
 * and for a child run, which continues when its parent is resumed. INVALID_INPUT for a node that is not a map with
 * failed items.
 */
export async function resumeRun(
  context: ServiceContext,
  input: {
    readonly runId: RunId;
    readonly changes?: ForkChanges;
    /** Maps whose failed items are to run again. Absent: only those that made the run fail. */
    readonly failedItems?: readonly string[];
    readonly idempotencyKey: string | null;
  },
): Promise<{ readonly runId: RunId }> {
  authorize(context, "runs.start");
  const { workspaceId } = context.actor;
  const run = await withTenant(context.db, workspaceId, (tx) => findRun(tx, workspaceId, input.runId));
  if (run === null) throw noSuchRun(input.runId);
  const isNamed = (input.failedItems ?? []).length > 0;
  await refuseChild(context, input.runId, isNamed && run.status === "completed");
  if (!isTerminalRun(run.status) || (run.status === "completed" && !isNamed)) {
    throw new AppError(
      "CONFLICT",
      `The run is ${run.status}: only a run that failed, timed out or was cancelled can be resumed. Of a completed one, name the maps whose failed items are to run again (failedItems).`,
    );
  }
  return forkRun(context, { ...input, fromNodeIds: [] }, "run.resume");
}

/**
 * A resumed child would run outside of its tree, which would never get its result. Its completed work is kept anyway.
 */
async function refuseChild(
  { db, actor: { workspaceId } }: ServiceContext,
  runId: RunId,
  isForItems: boolean,
): Promise<void> {
  const [root] = await withTenant(db, workspaceId, (tx) => listAncestors(tx, workspaceId, runId));
  if (root === undefined) return;
  if (isForItems) {
    const message = `This run has completed as part of run ${root.runId}, which does not continue with other results of it. Fork this run with failedItems: its items run again in a run of its own.`;
    throw new AppError("CONFLICT", message);
  }
  throw new AppError(
    "CONFLICT",
    `This run is part of run ${root.runId}. Resume that one: it continues inside this run, and what has completed is not run again.`,
  );
}
