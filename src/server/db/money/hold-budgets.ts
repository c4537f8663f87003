import type { PipelineId, ProviderKeyId, RunId, UserId, WorkspaceId } from "#core/ids.ts";
import type { BudgetStanding } from "#core/pricing/budget.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { AttemptRef } from "#server/db/run/progress/write-attempts.ts";
import { lockBudgets, shareBudgets } from "./lock-budgets.ts";

/** A call that is about to be made, with everything that decides which budgets apply to it. */
export interface CallToHold extends AttemptRef {
  readonly runId: RunId;
  /** The root of its run's tree: a budget per run applies to the whole tree. */
  readonly treeRunId: RunId;
  readonly pipelineId: PipelineId;
  readonly providerKeyId: ProviderKeyId | null;
  /** Who started the run. Null: it started by itself. */
  readonly userId: UserId | null;
  /** It waited and was released: its amount is reserved. */
  readonly isReleased: boolean;
  /** Its maximum cost, micros of USD. Null: unknown, and then nothing is reserved. */
  readonly mostMicros: number | null;
}

/**
 * Reserves a call's maximum cost under every budget that applies to it, or under none when one of them lacks room. It
 * is one conditional statement under the locks of those budgets, so reserved and spent money together never exceed a
 * limit, however many processes ask. Amounts kept for released calls are not available to others. Returns the budgets
 * as they were before; empty: none applies.
 */
export async function holdBudgets(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  call: CallToHold,
): Promise<readonly BudgetStanding[]> {
  const [, , standings] = await Promise.all([
    shareBudgets(tx, workspaceId),
    lockBudgets(tx, workspaceId, call.treeRunId),
    hold(tx, workspaceId, call),
  ]);
  return standings;
}

function hold(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  {
    runId,
    treeRunId,
    pipelineId,
    providerKeyId,
    userId,
    nodeId,
    attempt,
    step = 0,
    isReleased,
    mostMicros,
  }: CallToHold,
): Promise<BudgetStanding[]> {
  return tx.$queryRaw<BudgetStanding[]>`
    WITH binding AS (
      SELECT b.id, b.scope, b.per, b.on_limit, b.limit_micros, t.window_key, t.ends_at
        FROM budgets b CROSS JOIN LATERAL system.budget_window(b.per, b.timezone, ${treeRunId}::uuid) t
       WHERE b.workspace_id = ${workspaceId}::uuid
         AND CASE b.scope WHEN 'workspace' THEN true
                          WHEN 'pipeline' THEN b.pipeline_id = ${pipelineId}::uuid
                          WHEN 'key' THEN b.provider_key_id = ${providerKeyId}::uuid
                          WHEN 'member' THEN b.user_id = ${userId}::uuid
                          WHEN 'run' THEN b.run_id = ${treeRunId}::uuid END
    ), kept AS (
      SELECT b.id, sum(p.needs_micros) AS kept_micros
        FROM waits p
        JOIN runs r ON r.workspace_id = p.workspace_id AND r.id = p.run_id
        JOIN binding b ON b.on_limit = 'wait'
         AND CASE b.scope WHEN 'workspace' THEN true
                          WHEN 'pipeline' THEN r.pipeline_id = ${pipelineId}::uuid
                          WHEN 'key' THEN p.provider_key_id = ${providerKeyId}::uuid
                          WHEN 'member' THEN r.started_by_user = ${userId}::uuid
                          WHEN 'run' THEN false END
         AND (b.per <> 'run' OR coalesce(r.root_run_id, r.id) = ${treeRunId}::uuid)
       WHERE p.workspace_id = ${workspaceId}::uuid AND p.kind = 'budget' AND p.ending IS NULL AND p.let_on_at IS NOT NULL
         AND NOT ${isReleased}::boolean
       GROUP BY b.id
    ), standing AS (
      SELECT b.*, coalesce(w.reserved_micros, 0) + coalesce(k.kept_micros, 0) AS reserved_micros,
             coalesce(w.settled_micros, 0) AS settled_micros
        FROM binding b LEFT JOIN budget_windows w
          ON w.workspace_id = ${workspaceId}::uuid AND w.budget_id = b.id AND w.window_key = b.window_key
        LEFT JOIN kept k ON k.id = b.id
    ), fitting AS (
      SELECT s.*, ${mostMicros}::bigint AS most_micros FROM standing s
       WHERE (SELECT bool_and(reserved_micros + settled_micros + ${mostMicros}::bigint <= limit_micros) FROM standing)
    ), held AS (
      INSERT INTO budget_windows AS kept (workspace_id, budget_id, window_key, reserved_micros)
      SELECT ${workspaceId}::uuid, id, window_key, most_micros FROM fitting
          ON CONFLICT (workspace_id, budget_id, window_key)
          DO UPDATE SET reserved_micros = kept.reserved_micros + excluded.reserved_micros
    ), entered AS (
      INSERT INTO budget_entries (workspace_id, run_id, node_id, attempt, step, budget_id, window_key, reserved_micros)
      SELECT ${workspaceId}::uuid, ${runId}::uuid, ${nodeId}, ${attempt}, ${step}, id, window_key, most_micros FROM fitting
    )
    SELECT id AS "budgetId", window_key AS "windowKey", scope, per, on_limit AS "onLimit", limit_micros::float8 AS "limitMicros", reserved_micros::float8 AS "reservedMicros",
           settled_micros::float8 AS "settledMicros", (extract(epoch FROM ends_at) * 1000)::float8 AS "endsAtMs"
      FROM standing ORDER BY id`;
}
