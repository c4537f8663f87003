import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import { deleteRuns } from "#server/db/deletion/delete-runs.ts";
import { findDeletion, noteDeletion } from "#server/db/deletion/deletion-store.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";

/**
 * Deletes an ended run: its input, outputs, log, artifacts and decisions, and its child runs. Its costs stay in the
 * ledger, and forks keep what they took over. Idempotent.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT while the run is in progress, and for a run that is part of another
 * one.
 */
export async function deleteRun(context: ServiceContext, input: { readonly runId: RunId }): Promise<void> {
  authorize(context, "runs.delete");
  const { actor, db } = context;
  const { workspaceId } = actor;
  const { runId } = input;
  const subject = { kind: "run", subjectId: runId } as const;
  await withTenant(db, workspaceId, async (tx) => {
    if ((await findDeletion(tx, workspaceId, subject)) !== null) return;
    const run = await tx.run.findUnique({
      where: { workspaceId_id: { workspaceId, id: runId } },
      select: { pipelineId: true, rootRunId: true },
    });
    if (run === null) throw noSuchRun(runId);
    if (run.rootRunId !== null) {
      const message = `The run is part of run ${run.rootRunId}. Delete that one: this one goes with it.`;
      throw new AppError("CONFLICT", message);
    }
    if (!(await noteDeletion(tx, workspaceId, subject, { name: null, isDone: true }))) return;
    if ((await deleteRuns(tx, [runId])) === 0) {
      throw new AppError("CONFLICT", "The run has not ended. Stop it first, then delete it.");
    }
    await recordAudit(tx, actor, "run.delete", runId, { pipelineId: run.pipelineId });
  });
}
