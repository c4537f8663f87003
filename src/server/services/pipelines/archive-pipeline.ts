import { AppError } from "#core/errors.ts";
import type { PipelineId } from "#core/ids.ts";
import { findDeletion } from "#server/db/deletion/deletion-store.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { setPipelineArchived } from "#server/db/pipeline/pipeline-store.ts";
import { holdTriggers } from "#server/db/trigger/live-trigger-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { restTriggers } from "#server/services/triggers/rest-triggers.ts";
import { requirePipeline } from "./require-pipeline.ts";

/**
 * Archives a pipeline, or restores it. Its runs and versions stay; runs in progress are not affected. Its triggers do
 * not fire while it is archived.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT for one that is being deleted.
 */
export async function archivePipeline(
  context: ServiceContext,
  input: { readonly pipelineId: PipelineId; readonly isArchived: boolean },
): Promise<void> {
  authorize(context, "pipelines.write");
  const { actor, db, clock } = context;
  const { pipelineId, isArchived } = input;
  await withTenant(db, actor.workspaceId, async (tx) => {
    await holdTriggers(tx, actor.workspaceId, pipelineId);
    const pipeline = await requirePipeline(tx, actor.workspaceId, pipelineId);
    if (pipeline.isArchived === isArchived) return;
    if (await findDeletion(tx, actor.workspaceId, { kind: "pipeline", subjectId: pipelineId })) {
      throw new AppError(
        "CONFLICT",
        `The pipeline ${pipeline.name} is being deleted and cannot be restored.`,
      );
    }
    await setPipelineArchived(tx, actor.workspaceId, pipelineId, isArchived ? clock.nowMs() : null);
    await restTriggers(tx, actor.workspaceId, pipelineId, isArchived);
    await recordAudit(tx, actor, isArchived ? "pipeline.archive" : "pipeline.restore", pipelineId);
  });
}
