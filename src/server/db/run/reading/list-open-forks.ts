import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** Runs that have not ended and were forked from a run, or from a fork of it, and so on. */
export async function listOpenForks(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<readonly RunId[]> {
  const rows = await tx.$queryRaw<{ id: RunId }[]>`
    WITH RECURSIVE above (id, source) AS (
      SELECT r.id, r.forked_from_run_id FROM system.open_runs o JOIN runs r ON r.workspace_id = o.workspace_id AND r.id = o.run_id
       WHERE o.workspace_id = ${workspaceId}::uuid AND r.forked_from_run_id IS NOT NULL AND r.trigger_kind <> 'undo'
      UNION
      SELECT a.id, r.forked_from_run_id FROM above a JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.id = a.source
       WHERE r.forked_from_run_id IS NOT NULL
    )
    SELECT id FROM above WHERE source = ${runId}::uuid ORDER BY id`;
  return rows.map(({ id }) => id);
}
