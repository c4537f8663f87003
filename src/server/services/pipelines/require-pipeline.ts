import { AppError } from "#core/errors.ts";
import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { findPipeline, type Pipeline } from "#server/db/pipeline/pipeline-store.ts";
import { noSuchPipeline } from "#server/services/no-such.ts";

/** @throws AppError NOT_FOUND when the workspace has no such pipeline. */
export async function requirePipeline(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<Pipeline> {
  const pipeline = await findPipeline(tx, workspaceId, pipelineId);
  if (pipeline === null) throw noSuchPipeline(pipelineId);
  return pipeline;
}

/** @throws AppError CONFLICT when the pipeline is archived. */
export function refuseArchived(pipeline: Pipeline): void {
  if (!pipeline.isArchived) return;
  throw new AppError("CONFLICT", `The pipeline ${pipeline.name} is archived. Restore it before changing it.`);
}
