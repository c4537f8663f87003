import type { PipelineId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listTestSets, type TestSetWithCases } from "#server/db/test-sets/test-set-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requirePipeline } from "#server/services/pipelines/require-pipeline.ts";

/**
 * The test sets of a pipeline with their cases, in creation order.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function listSetsOfPipeline(
  context: ServiceContext,
  input: { readonly pipelineId: PipelineId },
): Promise<readonly TestSetWithCases[]> {
  authorize(context, "pipelines.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    await requirePipeline(tx, workspaceId, input.pipelineId);
    return listTestSets(tx, workspaceId, input.pipelineId);
  });
}
