import type { BudgetId, PipelineId, ProviderKeyId, RunId, UserId, WorkspaceId } from "#core/ids.ts";
import type { BudgetPeriod, BudgetScope, OnLimit } from "#core/pricing/budget.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What a budget applies to, and its period: these never change. */
export interface BudgetTarget {
  readonly scope: BudgetScope;
  readonly pipelineId: PipelineId | null;
  readonly keyId: ProviderKeyId | null;
  readonly memberId: UserId | null;
  readonly runId: RunId | null;
  readonly per: BudgetPeriod;
  /** Where days and months begin. */
  readonly timezone: string;
}

/** What can be changed later. */
export interface BudgetLimit {
  /** Micros of USD. */
  readonly limitMicros: number;
  /** People are warned at this percentage of the limit. Null: no warning. */
  readonly warnPercent: number | null;
  readonly onLimit: OnLimit;
}

/** Absent or undefined fields stay as they are. */
export type BudgetChange = { readonly [Field in keyof BudgetLimit]?: BudgetLimit[Field] | undefined };

/** A budget with its current window. */
export interface Budget extends BudgetTarget, BudgetLimit {
  readonly id: BudgetId;
  /** Of the pipeline, the key or the member. Null where there is no name. */
  readonly name: string | null;
  readonly createdAtMs: number;
  /** Calls that wait until this budget has room for them. */
  readonly waitingCalls: number;
  /** Those of them that continue only if the limit is raised or the budget removed: time alone makes no room. */
  readonly raiseCalls: number;
  /** Null for a budget that every run has for itself. */
  readonly window: {
    readonly startsAtMs: number;
    readonly endsAtMs: number;
    readonly reservedMicros: number;
    readonly settledMicros: number;
  } | null;
}

/** False when there is one for the same target already. */
export async function insertBudget(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: BudgetId,
  budget: BudgetTarget & BudgetLimit,
): Promise<boolean> {
  const added = await tx.$executeRaw`
    INSERT INTO budgets (id, workspace_id, scope, pipeline_id, provider_key_id, user_id, run_id, per, timezone, limit_micros,
           warn_percent, on_limit)
    VALUES (${id}::uuid, ${workspaceId}::uuid, ${budget.scope}, ${budget.pipelineId}::uuid, ${budget.keyId}::uuid,
           ${budget.memberId}::uuid, ${budget.runId}::uuid, ${budget.per}, ${budget.timezone}, ${budget.limitMicros}::bigint,
           ${budget.warnPercent}::int, ${budget.onLimit})
        ON CONFLICT DO NOTHING`;
  return added === 1;
}

/** All except those of single runs; the workspace's first, then by target. */
export async function listBudgets(tx: TenantSql, workspaceId: WorkspaceId): Promise<readonly Budget[]> {
  const rows = await tx.$queryRaw<BudgetRow[]>`
    SELECT b.id, b.scope, b.pipeline_id AS "pipelineId", b.provider_key_id AS "keyId", b.user_id AS "memberId",
           b.run_id AS "runId", b.per, b.timezone, b.limit_micros::float8 AS "limitMicros",
           b.warn_percent AS "warnPercent", b.on_limit AS "onLimit",
           coalesce(p.name, k.label, u.name, u.email) AS name,
           (extract(epoch FROM b.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM t.starts_at) * 1000)::float8 AS "startsAtMs",
           (extract(epoch FROM t.ends_at) * 1000)::float8 AS "endsAtMs",
           coalesce(w.reserved_micros, 0)::float8 AS "reservedMicros",
           coalesce(w.settled_micros, 0)::float8 AS "settledMicros",
           c.waiting AS "waitingCalls", c.raise AS "raiseCalls"
      FROM budgets b CROSS JOIN LATERAL system.budget_window(b.per, b.timezone, NULL) t
      LEFT JOIN budget_windows w
        ON w.workspace_id = b.workspace_id AND w.budget_id = b.id AND w.window_key = t.window_key
      LEFT JOIN pipelines p ON p.workspace_id = b.workspace_id AND p.id = b.pipeline_id
      LEFT JOIN provider_keys k ON k.workspace_id = b.workspace_id AND k.id = b.provider_key_id
      LEFT JOIN users u ON u.id = b.user_id
     -- As whatMakesRoom decides for one call.
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS waiting,
              count(*) FILTER (WHERE coalesce(s.settled_micros, 0) + a.needs_micros > b.limit_micros
                                 AND (t.ends_at IS NULL OR a.needs_micros > b.limit_micros))::int AS raise
         FROM waits a JOIN runs r ON r.workspace_id = a.workspace_id AND r.id = a.run_id
         LEFT JOIN budget_windows s
           ON s.workspace_id = b.workspace_id AND s.budget_id = b.id
          AND s.window_key = coalesce(t.window_key, coalesce(r.root_run_id, r.id)::text)
        WHERE b.on_limit = 'wait' AND a.workspace_id = b.workspace_id AND a.kind = 'budget' AND a.ending IS NULL
          AND CASE b.scope WHEN 'workspace' THEN true
                           WHEN 'pipeline' THEN b.pipeline_id = r.pipeline_id
                           WHEN 'key' THEN b.provider_key_id = a.provider_key_id
                           WHEN 'member' THEN b.user_id = r.started_by_user END
     ) c
     WHERE b.workspace_id = ${workspaceId}::uuid AND b.run_id IS NULL
     ORDER BY array_position(ARRAY['workspace', 'pipeline', 'key', 'member'], b.scope), name, b.per, b.id`;
  return rows.map(({ startsAtMs, endsAtMs, reservedMicros, settledMicros, ...budget }) => {
    const isOfTime = startsAtMs !== null && endsAtMs !== null;
    return { ...budget, window: isOfTime ? { startsAtMs, endsAtMs, reservedMicros, settledMicros } : null };
  });
}

type BudgetRow = Omit<Budget, "window"> & {
  readonly startsAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly reservedMicros: number;
  readonly settledMicros: number;
};

/** How many there are, without those of single runs. */
export async function countBudgets(tx: TenantSql, workspaceId: WorkspaceId): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM budgets WHERE workspace_id = ${workspaceId}::uuid AND run_id IS NULL`;
  return row?.count ?? 0;
}

/** False when the workspace has no such budget. */
export async function updateBudget(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: BudgetId,
  { limitMicros, warnPercent, onLimit }: BudgetChange,
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE budgets SET limit_micros = coalesce(${limitMicros ?? null}::bigint, limit_micros),
           warn_percent = CASE WHEN ${warnPercent === undefined}::boolean THEN warn_percent ELSE ${warnPercent ?? null}::int END,
           on_limit = coalesce(${onLimit ?? null}::text, on_limit), updated_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND run_id IS NULL`;
  return changed === 1;
}

/** A deleted budget's target, by id. All null: the workspace. */
export interface DeletedBudget {
  readonly pipelineId: PipelineId | null;
  readonly keyId: ProviderKeyId | null;
  readonly memberId: UserId | null;
  readonly per: BudgetPeriod;
}

/** Deletes a budget with all its sums. Null when the workspace has no such budget. */
export async function deleteBudget(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: BudgetId,
): Promise<DeletedBudget | null> {
  const rows = await tx.$queryRaw<DeletedBudget[]>`
    DELETE FROM budgets WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND run_id IS NULL
    RETURNING pipeline_id AS "pipelineId", provider_key_id AS "keyId", user_id AS "memberId", per`;
  return rows[0] ?? null;
}

/** Whether the database knows this time zone: it must, because it computes where days begin. */
export async function knowsTimezone(tx: TenantSql, timezone: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isKnown: boolean }[]>`
    SELECT exists (SELECT FROM pg_timezone_names WHERE lower(name) = lower(${timezone})) AS "isKnown"`;
  return row?.isKnown ?? false;
}
