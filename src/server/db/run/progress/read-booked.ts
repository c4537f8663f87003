import type { PriceOverrides } from "#core/pricing/find-price.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What the ledger has booked for one attempt so far: the sum of its settlement and corrections. */
export interface BookedAttempt {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
  /** Micros of USD. Null: unknown. */
  readonly amountMicros: number | null;
  /** The workspace's own prices that apply to its run. Null: list prices. */
  readonly prices: PriceOverrides | null;
}

/** Null while the call of the attempt, or of this turn of it, is not settled in the ledger. */
export async function readBooked(
  tx: TenantSql,
  ref: NodeRunRef,
  attempt: number,
  step: number,
): Promise<BookedAttempt | null> {
  const rows = await tx.$queryRaw<(BookedAttempt & { entries: number })[]>`
    SELECT count(*)::float8 AS entries, coalesce(sum(input_tokens), 0)::float8 AS "inputTokens",
           coalesce(sum(output_tokens), 0)::float8 AS "outputTokens",
           coalesce(sum(cache_write_tokens), 0)::float8 AS "cacheWriteTokens",
           coalesce(sum(cache_read_tokens), 0)::float8 AS "cacheReadTokens",
           (CASE WHEN bool_or(amount_micros IS NULL) THEN NULL ELSE sum(amount_micros) END)::float8 AS "amountMicros",
           (SELECT r.prices FROM runs r WHERE r.workspace_id = ${ref.workspaceId}::uuid AND r.id = ${ref.runId}::uuid) AS prices
      FROM ledger_entries
     WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND node_id = ${ref.nodeId}
       AND attempt = ${attempt} AND step = ${step} AND kind IN ('settle', 'release', 'late')`;
  const row = rows[0];
  return row === undefined || row.entries === 0 ? null : row;
}
