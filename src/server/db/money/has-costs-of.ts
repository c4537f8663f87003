import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** Whether the pipeline exists or ever cost something: costs outlive it. */
export async function hasCostsOf(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isThere: boolean }[]>`
    SELECT EXISTS (SELECT FROM pipelines WHERE workspace_id = ${workspaceId}::uuid AND id = ${pipelineId}::uuid)
        OR EXISTS (SELECT FROM cost_shares WHERE workspace_id = ${workspaceId}::uuid AND pipeline_id = ${pipelineId}::uuid) AS "isThere"`;
  return row?.isThere === true;
}
