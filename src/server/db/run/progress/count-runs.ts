import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TerminalRunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What one step of a run adds to its pipeline's counters. */
export interface RunCount {
  readonly pipelineId: PipelineId;
  readonly started: boolean;
  readonly endedAs: TerminalRunStatus | null;
}

interface Sums {
  runs: number;
  successes: number;
  errors: number;
}

/**
 * Counts runs that have begun, ended, or both: completed as success, failed and timeout as error, cancelled as neither.
 *
 * A pipeline's counts are the sums of a few rows. Each server process of the database updates one of them, so runs of a
 * pipeline that begin or end at the same moment hardly ever wait for each other.
 */
export async function countRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  counts: readonly RunCount[],
): Promise<void> {
  const byPipeline = sumUp(counts);
  if (byPipeline.size === 0) return;
  // Always in the same order, which prevents deadlocks between transactions that share a row.
  const rows = [...byPipeline].map(([pipeline_id, sums]) => ({ pipeline_id, ...sums }));
  rows.sort((left, right) => (left.pipeline_id < right.pipeline_id ? -1 : 1));
  await tx.$executeRaw`
    INSERT INTO pipeline_counts AS kept (workspace_id, pipeline_id, part, run_count, success_count, error_count)
    SELECT ${workspaceId}::uuid, added.pipeline_id, pg_backend_pid() % 64, added.runs, added.successes, added.errors
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS added(pipeline_id uuid, runs bigint, successes bigint, errors bigint)
    ON CONFLICT (workspace_id, pipeline_id, part) DO UPDATE SET
      run_count = kept.run_count + excluded.run_count, success_count = kept.success_count + excluded.success_count,
      error_count = kept.error_count + excluded.error_count`;
}

function sumUp(counts: readonly RunCount[]): ReadonlyMap<PipelineId, Sums> {
  const byPipeline = new Map<PipelineId, Sums>();
  for (const { pipelineId, started, endedAs } of counts) {
    const isError = endedAs === "failed" || endedAs === "timeout";
    if (!started && !isError && endedAs !== "completed") continue;
    const sums = byPipeline.get(pipelineId) ?? { runs: 0, successes: 0, errors: 0 };
    if (started) sums.runs += 1;
    if (endedAs === "completed") sums.successes += 1;
    if (isError) sums.errors += 1;
    byPipeline.set(pipelineId, sums);
  }
  return byPipeline;
}
