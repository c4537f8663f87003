import type { PipelineId, RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * Deletes those of the runs that have ended, with everything that belongs to them; their costs stay. Returns how many.
 */
export async function deleteRuns(tx: TenantSql, runIds: readonly RunId[]): Promise<number> {
  if (runIds.length === 0) return 0;
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT system.delete_runs(${[...runIds]}::uuid[]) AS count`;
  return row?.count ?? 0;
}

interface SomeRuns {
  /** Null: all pipelines. */
  readonly pipelineId: PipelineId | null;
  readonly limit: number;
}

/**
 * Some ended runs, oldest first: an index skips entries known to be dead, while a table scan reads past all rows
 * deleted before. Excludes children whose end the parent has not processed yet: their results are still needed.
 */
export async function listEndedRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { pipelineId, limit }: SomeRuns,
): Promise<readonly RunId[]> {
  const rows = await tx.$queryRaw<{ id: RunId }[]>`
    /* planned each time */ SELECT id FROM runs r
     WHERE workspace_id = ${workspaceId}::uuid AND (${pipelineId}::uuid IS NULL OR pipeline_id = ${pipelineId}::uuid)
       AND status IN ('completed', 'failed', 'cancelled', 'timeout')
       AND NOT EXISTS (SELECT FROM runs p
                         JOIN node_runs n ON n.workspace_id = p.workspace_id AND n.run_id = p.id AND n.node_id = r.parent_node_id
                          AND n.status IN ('pending', 'running', 'waiting')
                        WHERE p.workspace_id = r.workspace_id AND p.id = r.parent_run_id AND p.finished_at IS NULL)
     ORDER BY id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/**
 * Some descendants of these runs that have no children (left). A tree is deleted from its leaves, so that no
 * transaction deletes a large one whole.
 */
export async function listLeavesBelow(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  rootRunIds: readonly RunId[],
  limit: number,
): Promise<readonly RunId[]> {
  const rows = await tx.$queryRaw<{ id: RunId }[]>`
    /* planned each time */ SELECT id FROM runs r
     WHERE workspace_id = ${workspaceId}::uuid AND root_run_id = ANY(${[...rootRunIds]}::uuid[])
       AND NOT EXISTS (SELECT FROM runs c WHERE c.workspace_id = r.workspace_id AND c.parent_run_id = r.id)
     LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Whether any run is left. */
export async function hasRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId | null,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    /* planned each time */ SELECT 1 FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND (${pipelineId}::uuid IS NULL OR pipeline_id = ${pipelineId}::uuid) LIMIT 1`;
  return rows.length > 0;
}

/** Some runs that have not ended. */
export async function listOpenRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { pipelineId, limit }: SomeRuns,
): Promise<readonly RunId[]> {
  const rows = await tx.$queryRaw<{ id: RunId }[]>`
    /* planned each time */ SELECT id FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND (${pipelineId}::uuid IS NULL OR pipeline_id = ${pipelineId}::uuid)
       AND status IN ('pending', 'running', 'waiting') LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}
