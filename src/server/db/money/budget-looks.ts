import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { SystemTransaction } from "#server/db/driver/with-tenant.ts";

/** A workspace whose waiting calls must be looked at. `mark` tells whether somebody has asked for a look since. */
export interface BudgetLook {
  readonly workspaceId: WorkspaceId;
  readonly mark: string;
}

/**
 * Lets somebody look soon whether calls that wait may go on: one has come to wait. Money that comes free and budgets
 * that change ask for it by themselves.
 */
export async function askForLook(tx: TenantSql, workspaceId: WorkspaceId): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO system.budget_looks AS l (workspace_id, look_at) VALUES (${workspaceId}::uuid, clock_timestamp())
    ON CONFLICT (workspace_id) DO UPDATE SET look_at = excluded.look_at`;
}

/** Lets somebody look again where calls have come to wait: other keys are there now for them. */
export async function askForLookAgain(tx: TenantSql, workspaceId: WorkspaceId): Promise<void> {
  await tx.$executeRaw`
    UPDATE system.budget_looks SET look_at = clock_timestamp() WHERE workspace_id = ${workspaceId}::uuid`;
}

/** Workspaces that must be looked at now. Each is handed to one caller, and comes up again should that one die. */
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
 * Says when the next look is due; null: when somebody asks for it. Where somebody has asked since this look was taken,
 * that stands: what they did may not have been seen.
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
