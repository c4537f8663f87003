import type { BudgetId, WorkspaceId } from "#core/ids.ts";
import { type RecentSpending, recentDays } from "#core/pricing/forecast-budget.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * What was spent under each daily or monthly budget on full UTC days before `today`, in one statement. Budgets without
 * spending are left out. Each kind of budget reads the smallest table of daily sums that has its dimension.
 */
export async function readRecentSpending(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  today: string,
): Promise<ReadonlyMap<BudgetId, RecentSpending>> {
  const rows = await tx.$queryRaw<(RecentSpending & { readonly budgetId: BudgetId })[]>`
    WITH timed AS MATERIALIZED (
      SELECT id, scope, pipeline_id, provider_key_id, user_id FROM budgets
       WHERE workspace_id = ${workspaceId}::uuid AND run_id IS NULL AND per <> 'run'
    ), spent AS (
      SELECT b.id, d.day, d.cost_micros FROM timed b CROSS JOIN cost_days d
       WHERE b.scope = 'workspace' AND d.workspace_id = ${workspaceId}::uuid
         AND d.day >= ${today}::date - ${recentDays}::int AND d.day < ${today}::date
      UNION ALL
      SELECT b.id, s.since, s.cost_micros FROM timed b
        JOIN cost_shares s ON s.pipeline_id = b.pipeline_id
       WHERE b.scope = 'pipeline' AND s.workspace_id = ${workspaceId}::uuid AND NOT s.is_month
         AND s.since >= ${today}::date - ${recentDays}::int AND s.since < ${today}::date
      UNION ALL
      SELECT b.id, s.since, s.cost_micros FROM timed b
        JOIN cost_shares s ON s.provider_key_id = b.provider_key_id
       WHERE b.scope = 'key' AND s.workspace_id = ${workspaceId}::uuid AND NOT s.is_month
         AND s.since >= ${today}::date - ${recentDays}::int AND s.since < ${today}::date
      UNION ALL
      SELECT b.id, s.since, s.cost_micros FROM timed b
        JOIN cost_shares s ON s.user_id = b.user_id
       WHERE b.scope = 'member' AND s.workspace_id = ${workspaceId}::uuid AND NOT s.is_month
         AND s.since >= ${today}::date - ${recentDays}::int AND s.since < ${today}::date
    )
    SELECT id AS "budgetId", sum(cost_micros)::float8 AS "spentMicros", (${today}::date - min(day))::int AS days
      FROM spent WHERE cost_micros > 0 GROUP BY id`;
  return new Map(rows.map(({ budgetId, ...recent }) => [budgetId, recent]));
}
