import type { PipelineId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listPublishedVersions, type VersionSummary } from "#server/db/pipeline/pipeline-version-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requirePipeline } from "./require-pipeline.ts";

/**
 * A pipeline's published versions, newest first.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function listVersions(
  context: ServiceContext,
  input: { readonly pipelineId: PipelineId },
): Promise<readonly VersionSummary[]> {
  authorize(context, "pipelines.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    await requirePipeline(tx, workspaceId, input.pipelineId);
    return listPublishedVersions(tx, workspaceId, input.pipelineId);
  });
}
