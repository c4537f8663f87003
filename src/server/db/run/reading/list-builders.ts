import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A run that took over nodes of another one, directly or through forks in between. */
export interface Builder {
  readonly runId: RunId;
  readonly status: RunStatus;
  /** The requested nodes that it took over. */
  readonly nodeIds: readonly string[];
}

/** The maximum listed in a plan or an error; nobody would read more. */
const mostBuilders = 20;

/**
 * The forks that build on some nodes of a run: first those that have not ended, then completed ones, latest first.
 * Failed and stopped ones are left out. A node whose output was given to the fork is not built on.
 */
export async function listBuilders(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  nodeIds: readonly string[],
): Promise<readonly Builder[]> {
  if (nodeIds.length === 0) return [];
  return tx.$queryRaw<Builder[]>`
    SELECT r.id AS "runId", r.status, array_agg(n.node_id ORDER BY n.node_id) AS "nodeIds"
      FROM node_runs n JOIN runs r ON r.workspace_id = n.workspace_id AND r.id = n.run_id
     WHERE n.workspace_id = ${workspaceId}::uuid AND n.reused_from_run_id = ${runId}::uuid
       AND n.node_id = ANY(${[...nodeIds]}::text[]) AND n.input IS NOT NULL
       AND r.trigger_kind <> 'undo' AND r.status IN ('pending', 'running', 'waiting', 'completed')
     GROUP BY r.id, r.status ORDER BY r.status = 'completed', r.id DESC LIMIT ${mostBuilders}`;
}
