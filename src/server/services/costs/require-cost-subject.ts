import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { hasCostsOf } from "#server/db/money/has-costs-of.ts";
import { noSuchPipeline } from "#server/services/no-such.ts";

/** @throws AppError NOT_FOUND for a pipeline that was never in this workspace, or was deleted and cost nothing. */
export async function requireCostSubject(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId | null,
): Promise<void> {
  if (pipelineId === null || (await hasCostsOf(tx, workspaceId, pipelineId))) return;
  throw noSuchPipeline(pipelineId);
}
