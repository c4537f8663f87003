import type { RunId, WaitId, WorkspaceId } from "#core/ids.ts";
import type { ParkedCall, WaitBudget, WindowUse } from "#core/pricing/release-calls.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A waiting call, and where its run is to continue. */
export interface StoredParkedCall extends ParkedCall {
  readonly nodeId: string;
  /** How long ago it was released, in milliseconds. Null: not released. */
  readonly letOnForMs: number | null;
  /** It waits for the budget of a key that it would no longer use: that key was removed, or another has priority. */
  readonly hasOtherKey: boolean;
}

/** A workspace's calls that wait for a budget, oldest first, after the given one. */
export function listParkedCalls(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  after: WaitId | null,
  limit: number,
): Promise<readonly StoredParkedCall[]> {
  return tx.$queryRaw<StoredParkedCall[]>`
    SELECT w.id AS "waitId", w.run_id AS "runId", coalesce(r.root_run_id, r.id) AS "treeRunId", w.node_id AS "nodeId", r.pipeline_id AS "pipelineId",
           w.provider_key_id AS "providerKeyId", r.started_by_user AS "userId", w.needs_micros::float8 AS "needsMicros",
           w.let_on_at IS NOT NULL AS "isReleased",
           (extract(epoch FROM clock_timestamp() - w.let_on_at) * 1000)::float8 AS "letOnForMs",
           w.provider_key_id IS DISTINCT FROM (
             SELECT k.id FROM provider_keys k
              WHERE k.workspace_id = w.workspace_id AND k.provider = split_part(w.model, '/', 1) AND k.revoked_at IS NULL
                AND (k.owner_user_id IS NULL OR k.owner_user_id = r.started_by_user)
              ORDER BY k.owner_user_id IS NULL, coalesce(k.preferred_at, k.created_at) DESC, k.id DESC LIMIT 1
           ) AS "hasOtherKey"
      FROM waits w JOIN runs r ON r.workspace_id = w.workspace_id AND r.id = w.run_id
     WHERE w.workspace_id = ${workspaceId}::uuid AND w.kind = 'budget' AND w.ending IS NULL
       AND (${after}::uuid IS NULL OR w.id > ${after}::uuid)
     ORDER BY w.id LIMIT ${limit}`;
}

type BudgetRow = Omit<WaitBudget, "usedBy"> & WindowUse;
type RunWindowRow = WindowUse & { readonly budgetId: string; readonly runId: RunId };

const unused: WindowUse = { reservedMicros: 0, settledMicros: 0 };

/** The budgets that have waiting calls, with what is reserved and spent in the windows of these runs. */
export async function readWaitBudgets(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runIds: readonly RunId[],
): Promise<readonly WaitBudget[]> {
  const [budgets, windows] = await Promise.all([
    tx.$queryRaw<BudgetRow[]>`
      SELECT b.id AS "budgetId", b.scope, b.per, b.pipeline_id AS "pipelineId", b.provider_key_id AS "keyId",
             b.user_id AS "memberId", b.run_id AS "runId", b.limit_micros::float8 AS "limitMicros",
             (extract(epoch FROM t.ends_at) * 1000)::float8 AS "endsAtMs",
             coalesce(w.reserved_micros, 0)::float8 AS "reservedMicros",
             coalesce(w.settled_micros, 0)::float8 AS "settledMicros"
        FROM budgets b CROSS JOIN LATERAL system.budget_window(b.per, b.timezone, NULL) t
        LEFT JOIN budget_windows w
          ON w.workspace_id = b.workspace_id AND w.budget_id = b.id AND w.window_key = t.window_key
       WHERE b.workspace_id = ${workspaceId}::uuid AND b.on_limit = 'wait'
         AND (b.run_id IS NULL OR b.run_id = ANY(${runIds}::uuid[]))`,
    tx.$queryRaw<RunWindowRow[]>`
      SELECT w.budget_id AS "budgetId", w.window_key AS "runId", w.reserved_micros::float8 AS "reservedMicros",
             w.settled_micros::float8 AS "settledMicros"
        FROM budget_windows w JOIN budgets b ON b.workspace_id = w.workspace_id AND b.id = w.budget_id
       WHERE w.workspace_id = ${workspaceId}::uuid AND b.on_limit = 'wait' AND b.per = 'run'
         AND w.window_key = ANY(${runIds}::text[])`,
  ]);
  const ofRuns = new Map(windows.map((window) => [`${window.budgetId}:${window.runId}`, window]));
  return budgets.map(({ reservedMicros, settledMicros, ...budget }) => {
    const now = { reservedMicros, settledMicros };
    const usedBy = (runId: RunId) =>
      budget.per === "run" ? (ofRuns.get(`${budget.budgetId}:${runId}`) ?? unused) : now;
    return { ...budget, usedBy };
  });
}

/**
 * Releases waiting calls: each is due, and its amount is reserved until it begins. Returns the ids of those that still
 * waited. Their runs' rows are not locked: each run continues in a step of its own.
 */
export async function releaseCalls(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  calls: readonly StoredParkedCall[],
): Promise<ReadonlySet<WaitId>> {
  const ids = calls.map(({ waitId }) => waitId);
  const runIds = [...new Set(calls.map(({ runId }) => runId))];
  // The rows in the order in which a step of their run writes them.
  const [rows] = await Promise.all([
    tx.$queryRaw<{ waitId: WaitId }[]>`
      WITH due AS (
        UPDATE node_runs n SET wake_at = clock_timestamp() FROM waits w
         WHERE w.workspace_id = ${workspaceId}::uuid AND w.id = ANY(${ids}::uuid[]) AND n.workspace_id = w.workspace_id
           AND n.run_id = w.run_id AND n.node_id = w.node_id AND n.status = 'waiting'
        RETURNING w.id)
      UPDATE waits w SET let_on_at = clock_timestamp() FROM due
       WHERE w.workspace_id = ${workspaceId}::uuid AND w.id = due.id AND w.ending IS NULL
      RETURNING w.id AS "waitId"`,
    tx.$executeRaw`
      UPDATE system.open_runs SET check_at = least(check_at, clock_timestamp() + interval '5 seconds')
       WHERE run_id = ANY(${runIds}::uuid[]) AND deadline_at IS DISTINCT FROM 'infinity'`,
  ]);
  return new Set(rows.map(({ waitId }) => waitId));
}
