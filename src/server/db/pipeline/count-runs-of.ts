import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** How many runs of a pipeline have ever begun, completed, and failed or timed out. */
export interface RunCounts {
  readonly runCount: number;
  readonly successCount: number;
  readonly errorCount: number;
}

export async function countRunsOf(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<RunCounts> {
  const rows = await tx.$queryRaw<RunCounts[]>`
    SELECT coalesce(sum(run_count), 0)::float8 AS "runCount", coalesce(sum(success_count), 0)::float8 AS "successCount",
           coalesce(sum(error_count), 0)::float8 AS "errorCount"
      FROM pipeline_counts WHERE workspace_id = ${workspaceId}::uuid AND pipeline_id = ${pipelineId}::uuid`;
  return rows[0] ?? { runCount: 0, successCount: 0, errorCount: 0 };
}
