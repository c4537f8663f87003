import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** Of the two numbers of an advisory lock: what it is for. The other one is made from the workspace. */
const budgetsOfWorkspace = 7_301;

/**
 * Makes calls and the making of budgets take turns: while one transaction holds a call under the budgets there are, no
 * other may add a budget that would not know of it.
 */
export function shareBudgets(tx: TenantSql, workspaceId: WorkspaceId): Promise<unknown> {
  return tx.$queryRaw`SELECT pg_advisory_xact_lock_shared(${budgetsOfWorkspace}::int, hashtext(${workspaceId}))::text`;
}

/** Waits until no transaction is under way that holds or settles a call, and keeps others out until this one ends. */
export function ownBudgets(tx: TenantSql, workspaceId: WorkspaceId): Promise<unknown> {
  return tx.$queryRaw`SELECT pg_advisory_xact_lock(${budgetsOfWorkspace}::int, hashtext(${workspaceId}))::text`;
}

/**
 * Locks what may bind the calls of a run: the budgets of the workspace, then the run's own, always in this order, so
 * that two that want the same ones wait for each other and never in a circle.
 */
export function lockBudgets(tx: TenantSql, workspaceId: WorkspaceId, runId: RunId): Promise<unknown> {
  return tx.$queryRaw`
    SELECT id FROM budgets
     WHERE workspace_id = ${workspaceId}::uuid AND (run_id IS NULL OR run_id = ${runId}::uuid)
     ORDER BY run_id NULLS FIRST, id FOR NO KEY UPDATE`;
}
