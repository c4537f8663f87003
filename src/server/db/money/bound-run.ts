import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The budget of a single run. */
export interface RunBound {
  /** Of the budget. */
  readonly id: string;
  readonly runId: RunId;
  /** Micros of USD. Null: as much as the run it was forked from, if that one had a budget. */
  readonly budgetMicros: number | null;
  readonly forkedFrom: RunId | null;
}

/** Gives a run its own budget. A fork may spend as much as its origin again, and not more. */
export async function boundRun(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, runId, budgetMicros, forkedFrom }: RunBound,
): Promise<void> {
  if (budgetMicros === null && forkedFrom === null) return;
  await tx.$executeRaw`
    INSERT INTO budgets (id, workspace_id, scope, run_id, per, limit_micros, on_limit)
    SELECT ${id}::uuid, ${workspaceId}::uuid, 'run', ${runId}::uuid, 'run', limit_micros, 'fail'
      FROM (SELECT coalesce(${budgetMicros}::bigint,
                            (SELECT limit_micros FROM budgets
                              WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${forkedFrom}::uuid)) AS limit_micros) b
     WHERE limit_micros IS NOT NULL`;
}
