import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** How many runs of a pipeline have begun, completed, and failed or timed out, ever. */
export interface RunCounts {
  readonly runCount: number;
  readonly successCount: number;
  readonly errorCount: number;
}

export const noRuns: RunCounts = { runCount: 0, successCount: 0, errorCount: 0 };

/** The counts of one pipeline, or of all of a workspace; those that have never run are left out. */
export async function countRunsOf(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId | null,
): Promise<ReadonlyMap<string, RunCounts>> {
  const rows = await tx.$queryRaw<(RunCounts & { readonly id: string })[]>`
    SELECT pipeline_id AS id, sum(run_count)::float8 AS "runCount", sum(success_count)::float8 AS "successCount",
           sum(error_count)::float8 AS "errorCount"
      FROM pipeline_counts
     WHERE workspace_id = ${workspaceId}::uuid AND (${pipelineId}::uuid IS NULL OR pipeline_id = ${pipelineId}::uuid)
     GROUP BY pipeline_id`;
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
