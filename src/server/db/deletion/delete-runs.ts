import type { PipelineId, RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** Deletes those of the runs that have ended, with all that belongs to them; what they cost stays. Returns how many. */
export async function deleteRuns(tx: TenantSql, runIds: readonly RunId[]): Promise<number> {
  if (runIds.length === 0) return 0;
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT system.delete_runs(${[...runIds]}::uuid[]) AS count`;
  return row?.count ?? 0;
}

interface SomeRuns {
  /** Null: of all pipelines. */
  readonly pipelineId: PipelineId | null;
  readonly limit: number;
}

/** Some runs that have ended. */
export async function listEndedRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { pipelineId, limit }: SomeRuns,
): Promise<readonly RunId[]> {
  const rows = await tx.$queryRaw<{ id: RunId }[]>`
    SELECT id FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND (${pipelineId}::uuid IS NULL OR pipeline_id = ${pipelineId}::uuid)
       AND status IN ('completed', 'failed', 'cancelled', 'timeout') LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Some runs that have not ended. */
export async function listOpenRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { pipelineId, limit }: SomeRuns,
): Promise<readonly RunId[]> {
  const rows = await tx.$queryRaw<{ id: RunId }[]>`
    SELECT id FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND (${pipelineId}::uuid IS NULL OR pipeline_id = ${pipelineId}::uuid)
       AND status IN ('pending', 'running', 'waiting') LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}
