import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What one model used on one day (UTC), failed and cut attempts included. */
export interface CostLine {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly provider: string;
  readonly model: string;
  readonly isSandbox: boolean;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
  /** Micros of USD of the calls whose price is known. */
  readonly costMicros: number;
  /** Calls of models whose price nobody knows; their cost is not in the sum. */
  readonly unpricedCalls: number;
}

/** Sums of the ledger per day and model, newest day first. */
export async function sumCosts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  sinceMs: number,
  untilMs: number,
): Promise<readonly CostLine[]> {
  return tx.$queryRaw<CostLine[]>`
    SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, provider, model, is_sandbox AS "isSandbox",
           (count(*) FILTER (WHERE kind = 'settle'))::float8 AS calls, sum(input_tokens)::float8 AS "inputTokens",
           sum(output_tokens)::float8 AS "outputTokens", sum(cache_write_tokens)::float8 AS "cacheWriteTokens",
           sum(cache_read_tokens)::float8 AS "cacheReadTokens", coalesce(sum(amount_micros), 0)::float8 AS "costMicros",
           (count(*) FILTER (WHERE kind = 'settle' AND amount_micros IS NULL))::float8 AS "unpricedCalls"
      FROM ledger_entries
     WHERE workspace_id = ${workspaceId}::uuid AND kind IN ('settle', 'late')
       AND created_at >= to_timestamp(${sinceMs / 1000}::float8) AND created_at < to_timestamp(${untilMs / 1000}::float8)
     GROUP BY 1, 2, 3, 4 ORDER BY 1 DESC, "costMicros" DESC, 2, 3`;
}
