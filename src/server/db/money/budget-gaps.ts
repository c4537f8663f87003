import type { BudgetId, WaitId, WorkspaceId } from "#core/ids.ts";
import type { BudgetPeriod, BudgetScope } from "#core/pricing/budget.ts";
import { isHarder, type RoomMaker, whatMakesRoom } from "#core/pricing/release-calls.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * The budget that a call waits for, in its current state. Of several, the one that holds the call back longest; of
 * these, the one that lacks most. Micros of USD.
 */
export interface BudgetGap {
  readonly budgetId: BudgetId;
  readonly scope: BudgetScope;
  readonly per: BudgetPeriod;
  /** Of the pipeline, the key or the member. Null where there is no name. */
  readonly name: string | null;
  readonly limitMicros: number;
  readonly reservedMicros: number;
  readonly settledMicros: number;
  /** What the call lacks. 0: there is room, and it is about to continue. */
  readonly missingMicros: number;
  /** When the budget's window ends, milliseconds since the epoch. Null: each run has its own. */
  readonly endsAtMs: number | null;
  /** What lets the call continue. */
  readonly roomBy: RoomMaker;
}

type GapRow = Omit<BudgetGap, "roomBy"> & { readonly waitId: WaitId; readonly needsMicros: number };

/** What waiting calls lack. A call that nothing holds back any longer has no entry. */
export async function readBudgetGaps(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  waitIds: readonly WaitId[],
): Promise<ReadonlyMap<WaitId, BudgetGap>> {
  if (waitIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<GapRow[]>`
    SELECT p.id AS "waitId", p.needs_micros::float8 AS "needsMicros", b.id AS "budgetId", b.scope, b.per,
           coalesce(l.name, k.label, u.name, u.email) AS name, b.limit_micros::float8 AS "limitMicros",
           coalesce(w.reserved_micros, 0)::float8 AS "reservedMicros",
           coalesce(w.settled_micros, 0)::float8 AS "settledMicros",
           greatest(0, coalesce(w.reserved_micros + w.settled_micros, 0) + p.needs_micros - b.limit_micros)::float8
             AS "missingMicros",
           (extract(epoch FROM t.ends_at) * 1000)::float8 AS "endsAtMs"
      FROM waits p
      JOIN runs r ON r.workspace_id = p.workspace_id AND r.id = p.run_id
      JOIN budgets b ON b.workspace_id = p.workspace_id AND b.on_limit = 'wait'
       AND CASE b.scope WHEN 'workspace' THEN true
                        WHEN 'pipeline' THEN b.pipeline_id = r.pipeline_id
                        WHEN 'key' THEN b.provider_key_id = p.provider_key_id
                        WHEN 'member' THEN b.user_id = r.started_by_user
                        WHEN 'run' THEN b.run_id = coalesce(r.root_run_id, r.id) END
     CROSS JOIN LATERAL system.budget_window(b.per, b.timezone, coalesce(r.root_run_id, r.id)) t
      LEFT JOIN budget_windows w
        ON w.workspace_id = b.workspace_id AND w.budget_id = b.id AND w.window_key = t.window_key
      LEFT JOIN pipelines l ON l.workspace_id = b.workspace_id AND l.id = b.pipeline_id
      LEFT JOIN provider_keys k ON k.workspace_id = b.workspace_id AND k.id = b.provider_key_id
      LEFT JOIN users u ON u.id = b.user_id
     WHERE p.workspace_id = ${workspaceId}::uuid AND p.id = ANY(${[...waitIds]}::uuid[]) AND p.kind = 'budget'
       AND p.ending IS NULL
     ORDER BY p.id, coalesce(w.reserved_micros + w.settled_micros, 0) - b.limit_micros DESC, b.id`;
  const gaps = new Map<WaitId, BudgetGap>();
  for (const { waitId, needsMicros, ...budget } of rows) {
    const gap = { ...budget, roomBy: whatMakesRoom(budget, needsMicros) };
    const known = gaps.get(waitId);
    if (known === undefined || isHarder(gap.roomBy, known.roomBy)) gaps.set(waitId, gap);
  }
  return gaps;
}
