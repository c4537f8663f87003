import type { BudgetId, WorkspaceId } from "#core/ids.ts";
import type { BudgetAlertKind, BudgetPeriod, BudgetScope, OnLimit } from "#core/pricing/budget.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A budget that had no room for a call. */
export interface ReachedBudget {
  readonly budgetId: BudgetId;
  readonly windowKey: string;
}

/** An alert of a budget, with the budget's current state. Amounts are micros of USD. */
export interface BudgetAlert extends ReachedBudget {
  readonly kind: BudgetAlertKind;
  readonly scope: BudgetScope;
  readonly per: BudgetPeriod;
  /** Of the pipeline, the key or the member. Null where there is no name. */
  readonly name: string | null;
  readonly onLimit: OnLimit;
  readonly limitMicros: number;
  readonly warnPercent: number | null;
  readonly reservedMicros: number;
  readonly settledMicros: number;
  readonly createdAtMs: number;
}

/** Records, once per window, that a call did not fit. Call it after the waits have been written. */
export async function noteReachedBudgets(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  budgets: readonly ReachedBudget[],
): Promise<void> {
  if (budgets.length === 0) return;
  const rows = budgets.map(({ budgetId, windowKey }) => ({ budget_id: budgetId, window_key: windowKey }));
  // Two changesets may name the same one, and a window may be missing if nothing was reserved in it.
  await tx.$executeRaw`
    WITH reached AS MATERIALIZED (
      SELECT DISTINCT budget_id, window_key
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(budget_id uuid, window_key text)
    ), windows AS (
      INSERT INTO budget_windows (workspace_id, budget_id, window_key)
      SELECT ${workspaceId}::uuid, budget_id, window_key FROM reached ORDER BY 2, 3
          ON CONFLICT DO NOTHING
    ), added AS (
      INSERT INTO budget_alerts (workspace_id, budget_id, window_key, kind)
      SELECT ${workspaceId}::uuid, budget_id, window_key, 'reached' FROM reached ORDER BY 2, 3
          ON CONFLICT DO NOTHING
      RETURNING 1
    )
    SELECT system.ask_for_budget_look(${workspaceId}::uuid) FROM (SELECT FROM added LIMIT 1) a`;
}

/** Alerts not sent yet, oldest first. */
export function listUnsentAlerts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  limit: number,
): Promise<readonly BudgetAlert[]> {
  return tx.$queryRaw<BudgetAlert[]>`
    SELECT a.budget_id AS "budgetId", a.window_key AS "windowKey", a.kind, b.scope, b.per,
           coalesce(p.name, k.label, u.name, u.email) AS name, b.on_limit AS "onLimit",
           b.limit_micros::float8 AS "limitMicros", b.warn_percent AS "warnPercent",
           w.reserved_micros::float8 AS "reservedMicros", w.settled_micros::float8 AS "settledMicros",
           (extract(epoch FROM a.created_at) * 1000)::float8 AS "createdAtMs"
      FROM budget_alerts a
      JOIN budgets b ON b.workspace_id = a.workspace_id AND b.id = a.budget_id
      JOIN budget_windows w
        ON w.workspace_id = a.workspace_id AND w.budget_id = a.budget_id AND w.window_key = a.window_key
      LEFT JOIN pipelines p ON p.workspace_id = b.workspace_id AND p.id = b.pipeline_id
      LEFT JOIN provider_keys k ON k.workspace_id = b.workspace_id AND k.id = b.provider_key_id
      LEFT JOIN users u ON u.id = b.user_id
     WHERE a.workspace_id = ${workspaceId}::uuid AND a.sent_at IS NULL
     ORDER BY a.created_at, a.budget_id LIMIT ${limit}`;
}

/** Call it in the transaction that sends its event. */
export async function markAlertSent(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { budgetId, windowKey, kind }: Pick<BudgetAlert, "budgetId" | "windowKey" | "kind">,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE budget_alerts SET sent_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND budget_id = ${budgetId}::uuid AND window_key = ${windowKey}
       AND kind = ${kind}`;
}
