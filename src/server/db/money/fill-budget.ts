import type { BudgetId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * Books existing calls under a new budget: those since its day or month began or, for a budget per run, those of runs
 * in progress and their children; calls in flight included. Call it after `ownBudgets`, so that no call is missed or
 * counted twice.
 */
export async function fillBudget(tx: TenantSql, workspaceId: WorkspaceId, id: BudgetId): Promise<void> {
  await tx.$executeRaw`
    WITH calls AS (
      SELECT l.run_id, l.node_id, l.attempt, l.step, t.window_key,
             coalesce(sum(l.amount_micros) FILTER (WHERE l.kind = 'reserve'), 0) AS reserved_micros,
             CASE WHEN bool_or(l.kind <> 'reserve')
                  THEN coalesce(sum(l.amount_micros) FILTER (WHERE l.kind <> 'reserve'),
                                sum(l.amount_micros) FILTER (WHERE l.kind = 'reserve'), 0) END AS settled_micros
        FROM budgets b
        JOIN ledger_entries l ON l.workspace_id = b.workspace_id
        JOIN runs r ON r.workspace_id = l.workspace_id AND r.id = l.run_id
        JOIN runs top ON top.workspace_id = r.workspace_id AND top.id = coalesce(r.root_run_id, r.id)
        CROSS JOIN LATERAL system.budget_window(b.per, b.timezone, top.id) t
       WHERE b.workspace_id = ${workspaceId}::uuid AND b.id = ${id}::uuid
         AND CASE b.per WHEN 'run' THEN top.finished_at IS NULL ELSE l.created_at >= t.starts_at END
         AND CASE b.scope WHEN 'workspace' THEN true
                          WHEN 'pipeline' THEN b.pipeline_id = r.pipeline_id
                          WHEN 'key' THEN b.provider_key_id = l.provider_key_id
                          WHEN 'member' THEN b.user_id = r.started_by_user
                          WHEN 'run' THEN b.run_id = coalesce(r.root_run_id, r.id) END
       GROUP BY 1, 2, 3, 4, 5
      HAVING bool_or(l.kind = 'reserve')
    ), windows AS (
      INSERT INTO budget_windows (workspace_id, budget_id, window_key, reserved_micros, settled_micros)
      SELECT ${workspaceId}::uuid, ${id}::uuid, window_key,
             coalesce(sum(reserved_micros) FILTER (WHERE settled_micros IS NULL), 0), coalesce(sum(settled_micros), 0)
        FROM calls GROUP BY window_key
      RETURNING window_key
    )
    INSERT INTO budget_entries (workspace_id, run_id, node_id, attempt, step, budget_id, window_key, reserved_micros,
           settled_micros)
    SELECT ${workspaceId}::uuid, run_id, node_id, attempt, step, ${id}::uuid, window_key, reserved_micros, settled_micros
      FROM calls JOIN windows USING (window_key)`;
}
