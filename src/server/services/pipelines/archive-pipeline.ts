import type { PipelineId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { setPipelineArchived } from "#server/db/pipeline/pipeline-store.ts";
import { holdTriggers } from "#server/db/trigger/live-trigger-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { restTriggers } from "#server/services/triggers/rest-triggers.ts";
import { requirePipeline } from "./require-pipeline.ts";

/**
 * Archives a pipeline, or restores it. Its runs and versions stay; runs under way are not touched. Its triggers rest in
 * the meantime.
 * @throws AppError FORBIDDEN, NOT_FOUND.
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
    await setPipelineArchived(tx, actor.workspaceId, pipelineId, isArchived ? clock.nowMs() : null);
    await restTriggers(tx, actor.workspaceId, pipelineId, isArchived);
    await recordAudit(tx, actor, isArchived ? "pipeline.archive" : "pipeline.restore", pipelineId);
  });
}
