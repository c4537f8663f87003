import { AppError } from "#core/errors.ts";
import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import { findDeletion, noteDeletion } from "#server/db/deletion/deletion-store.ts";
import { enqueuePurge } from "#server/db/deletion/purge-queue.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { countCallingRuns } from "#server/db/pipeline/find-dependents.ts";
import { setPipelineArchived } from "#server/db/pipeline/pipeline-store.ts";
import { holdTriggers } from "#server/db/trigger/live-trigger-store.ts";
import { fieldRefusal } from "#server/services/account/password-rules.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requirePipeline } from "#server/services/pipelines/require-pipeline.ts";
import { restTriggers } from "#server/services/triggers/rest-triggers.ts";

export interface DeletePipelineInput {
  readonly pipelineId: PipelineId;
  /** Its name, typed by the person who deletes it. */
  readonly confirm: string;
  /** Also while runs of other pipelines are in progress that may call it: they will fail there. */
  readonly evenIfCalled: boolean;
}

/**
 * Deletes a pipeline with its versions, triggers, budgets and runs. It is archived immediately, so that nothing of it
 * starts again; runs in progress are stopped, and the rest is deleted in the background. Its costs stay in the ledger,
 * under its name. Calling it again returns the progress.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_INPUT when the typed name does not match; CONFLICT naming the
 * pipelines whose runs in progress may call it, unless `evenIfCalled`.
 */
export async function deletePipeline(
  context: ServiceContext,
  { pipelineId, confirm, evenIfCalled }: DeletePipelineInput,
): Promise<{ readonly isDone: boolean }> {
  authorize(context, "pipelines.delete");
  const { actor, db, clock } = context;
  const { workspaceId } = actor;
  const subject = { kind: "pipeline", subjectId: pipelineId } as const;
  return withTenant(db, workspaceId, async (tx) => {
    const known = await findDeletion(tx, workspaceId, subject);
    if (known !== null) return { isDone: known.isDone };
    await holdTriggers(tx, workspaceId, pipelineId);
    const { name, isArchived } = await requirePipeline(tx, workspaceId, pipelineId);
    if (confirm !== name) throw fieldRefusal("confirm", `This is not its name. Type ${name} to delete it.`);
    if (!evenIfCalled) await refuseWhileCalled(tx, workspaceId, pipelineId, name);
    if (!(await noteDeletion(tx, workspaceId, subject, { name, isDone: false }))) return { isDone: false };
    if (!isArchived) {
      await setPipelineArchived(tx, workspaceId, pipelineId, clock.nowMs());
      await restTriggers(tx, workspaceId, pipelineId, true);
    }
    await enqueuePurge(tx, { workspaceId, ...subject });
    await recordAudit(tx, actor, "pipeline.delete", pipelineId, { name });
    return { isDone: false };
  });
}

async function refuseWhileCalled(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  name: string,
): Promise<void> {
  const calling = await countCallingRuns(tx, workspaceId, pipelineId);
  if (calling.length === 0) return;
  const whose = calling.map(({ pipelineName, runs }) => `${pipelineName} (${runs})`).join(", ");
  throw new AppError(
    "CONFLICT",
    `${name} may still be called by runs in progress of ${whose}. Wait until they have ended, or stop them; with evenIfCalled it is deleted anyway, and they fail where they call it.`,
  );
}
