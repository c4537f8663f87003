import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** When an open node run should continue by itself, and how long its worker still holds it. */
export interface NodeRunMark {
  readonly nodeId: string;
  readonly wakeAtMs: number | null;
  readonly leaseRemainingMs: number | null;
}

/** Marks of all node runs that have begun and not ended. */
export async function listNodeRunMarks(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<readonly NodeRunMark[]> {
  return tx.$queryRaw<NodeRunMark[]>`
    SELECT n.node_id AS "nodeId", (extract(epoch FROM n.wake_at) * 1000)::float8 AS "wakeAtMs",
           (extract(epoch FROM max(l.expires_at) - clock_timestamp()) * 1000)::float8 AS "leaseRemainingMs"
      FROM node_runs n
      LEFT JOIN system.leases l ON l.run_id = n.run_id AND l.node_id = n.node_id
     WHERE n.workspace_id = ${workspaceId}::uuid AND n.run_id = ${runId}::uuid
       AND n.status IN ('pending', 'running', 'waiting')
     GROUP BY n.node_id, n.wake_at`;
}
