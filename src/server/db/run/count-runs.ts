import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TerminalRunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/tenant-sql.ts";

/** A run of this pipeline has begun. */
export async function countRunStart(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<void> {
  await tx.$executeRaw`UPDATE pipelines SET run_count = run_count + 1
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${pipelineId}::uuid`;
}

/** A run has ended: completed counts as a success, failed and timeout as an error, a cancelled one as neither. */
export async function countRunEnd(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  status: TerminalRunStatus,
): Promise<void> {
  if (status === "cancelled") return;
  const successes = status === "completed" ? 1 : 0;
  await tx.$executeRaw`UPDATE pipelines SET success_count = success_count + ${successes}, error_count = error_count + ${1 - successes}
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${pipelineId}::uuid`;
}
