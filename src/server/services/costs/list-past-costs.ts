import type { PipelineId } from "#core/ids.ts";
import type { PastRun } from "#core/run/expected-cost.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listPastCosts as readPastCosts } from "#server/db/run/reading/list-past-costs.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requirePipeline } from "#server/services/pipelines/require-pipeline.ts";

/**
 * What a pipeline's agents cost in its latest runs, from which the probable cost of a run follows, also of an unsaved
 * draft (`expectCost`).
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function listPastCosts(
  context: ServiceContext,
  { pipelineId }: { readonly pipelineId: PipelineId },
): Promise<readonly PastRun[]> {
  authorize(context, "costs.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    await requirePipeline(tx, workspaceId, pipelineId);
    return readPastCosts(tx, workspaceId, pipelineId, null);
  });
}
