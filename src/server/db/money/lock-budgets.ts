import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The first number of the advisory lock: its purpose. The second is derived from the workspace. */
const budgetsOfWorkspace = 7_301;

/**
 * The shared lock that calls take: while one transaction reserves a call under the existing budgets, no other may add a
 * budget that would miss it.
 */
export function shareBudgets(tx: TenantSql, workspaceId: WorkspaceId): Promise<unknown> {
  return tx.$queryRaw`SELECT pg_advisory_xact_lock_shared(${budgetsOfWorkspace}::int, hashtext(${workspaceId}))::text`;
}

/**
 * The exclusive lock: waits for every transaction that reserves or settles a call, and keeps others out until this one
 * ends.
 */
export function ownBudgets(tx: TenantSql, workspaceId: WorkspaceId): Promise<unknown> {
  return tx.$queryRaw`SELECT pg_advisory_xact_lock(${budgetsOfWorkspace}::int, hashtext(${workspaceId}))::text`;
}

/**
 * Locks the budgets that may apply to a run's calls: the workspace's, then the run's own. Always in this order, which
 * prevents deadlocks.
 */
export function lockBudgets(tx: TenantSql, workspaceId: WorkspaceId, runId: RunId): Promise<unknown> {
  return tx.$queryRaw`
    SELECT id FROM budgets
     WHERE workspace_id = ${workspaceId}::uuid AND (run_id IS NULL OR run_id = ${runId}::uuid)
     ORDER BY run_id NULLS FIRST, id FOR NO KEY UPDATE`;
}
