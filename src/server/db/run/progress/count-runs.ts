import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TerminalRunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What one step of a run's progress adds to its pipeline's counters. */
export interface RunCount {
  readonly started: boolean;
  readonly endedAs: TerminalRunStatus | null;
}

/**
 * Counts a run that has begun, has ended, or both: completed as a success, failed and timeout as an error, cancelled as neither. Until
 * the transaction ends no other run of the pipeline can be counted, so it belongs to the end of the transaction.
 */
export async function countRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  { started, endedAs }: RunCount,
): Promise<void> {
  const successes = endedAs === "completed" ? 1 : 0;
  const errors = endedAs === "failed" || endedAs === "timeout" ? 1 : 0;
  if (!started && successes + errors === 0) return;
  await tx.$executeRaw`
    UPDATE pipelines SET run_count = run_count + ${started ? 1 : 0}, success_count = success_count + ${successes},
           error_count = error_count + ${errors}
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${pipelineId}::uuid`;
}
