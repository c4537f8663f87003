import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { SystemTransaction } from "#server/db/driver/with-tenant.ts";

/** A workspace whose waiting calls must be checked. `mark` shows whether another check was requested since. */
export interface BudgetLook {
  readonly workspaceId: WorkspaceId;
  readonly mark: string;
}

/**
 * Requests a check soon, because a call has begun to wait. Released money and changed budgets request it by themselves.
 */
export async function askForLook(tx: TenantSql, workspaceId: WorkspaceId): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO system.budget_looks AS l (workspace_id, look_at) VALUES (${workspaceId}::uuid, clock_timestamp())
    ON CONFLICT (workspace_id) DO UPDATE SET look_at = excluded.look_at`;
}

/** Requests another check where calls wait, because other keys are now available to them. */
export async function askForLookAgain(tx: TenantSql, workspaceId: WorkspaceId): Promise<void> {
  await tx.$executeRaw`
    UPDATE system.budget_looks SET look_at = clock_timestamp() WHERE workspace_id = ${workspaceId}::uuid`;
}

/** Takes workspaces that are due. Each goes to one caller, and is due again in case that caller dies. */
export function takeBudgetLooks(
  tx: SystemTransaction,
  limit: number,
  againAfterMs: number,
): Promise<readonly BudgetLook[]> {
  return tx.$queryRaw<BudgetLook[]>`
    UPDATE system.budget_looks SET look_at = clock_timestamp() + make_interval(secs => ${againAfterMs / 1000}::float8)
     WHERE workspace_id IN (SELECT workspace_id FROM system.budget_looks WHERE look_at <= statement_timestamp()
                             ORDER BY look_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING workspace_id AS "workspaceId", look_at::text AS mark`;
}

/**
 * Sets when the next check is due; null: on request only. A request made since this check was taken stays due: the
 * check may not have seen what changed.
 */
export async function finishBudgetLook(
  tx: TenantSql,
  { workspaceId, mark }: BudgetLook,
  againAtMs: number | null,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE system.budget_looks
       SET look_at = coalesce(to_timestamp(${againAtMs === null ? null : againAtMs / 1000}::float8), 'infinity')
     WHERE workspace_id = ${workspaceId}::uuid AND look_at = ${mark}::timestamptz`;
}
