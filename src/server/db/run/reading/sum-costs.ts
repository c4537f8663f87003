import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The usage of one model on one UTC day, failed and cut attempts included. */
export interface DailyModelCost {
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
  /** Micros of USD, for calls with a known price. */
  readonly costMicros: number;
  /** Calls of models with an unknown price; their cost is not in the sum. */
  readonly unpricedCalls: number;
}

const dayMs = 86_400_000;

/**
 * Sums of the ledger per day and model, newest day first. Full days are read from the daily sums that the database
 * keeps, ledger entries only for the partial days at the ends. One statement, so that the result is consistent.
 */
export async function sumCosts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  sinceMs: number,
  untilMs: number,
): Promise<readonly DailyModelCost[]> {
  const [since, until] = [sinceMs / 1000, untilMs / 1000];
  const [wholeSince, wholeUntil] = wholeDays(sinceMs, untilMs).map((timeMs) => timeMs / 1000);
  return tx.$queryRaw<DailyModelCost[]>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, provider, model, is_sandbox AS "isSandbox", sum(calls)::float8 AS calls,
           sum(input_tokens)::float8 AS "inputTokens", sum(output_tokens)::float8 AS "outputTokens",
           sum(cache_write_tokens)::float8 AS "cacheWriteTokens", sum(cache_read_tokens)::float8 AS "cacheReadTokens",
           sum(cost_micros)::float8 AS "costMicros", sum(unpriced_calls)::float8 AS "unpricedCalls"
      FROM (
        SELECT day, provider, model, is_sandbox, calls, unpriced_calls, input_tokens, output_tokens, cache_write_tokens,
               cache_read_tokens, cost_micros
          FROM cost_days
         WHERE workspace_id = ${workspaceId}::uuid AND day >= (to_timestamp(${wholeSince}::float8) AT TIME ZONE 'UTC')::date
           AND day < (to_timestamp(${wholeUntil}::float8) AT TIME ZONE 'UTC')::date
        UNION ALL
        SELECT (created_at AT TIME ZONE 'UTC')::date, provider, model, is_sandbox, (kind = 'settle')::int,
               (kind = 'settle' AND amount_micros IS NULL)::int, input_tokens, output_tokens, cache_write_tokens,
               cache_read_tokens, coalesce(amount_micros, 0)
          FROM ledger_entries
         WHERE workspace_id = ${workspaceId}::uuid AND kind IN ('settle', 'late')
           AND (created_at >= to_timestamp(${since}::float8) AND created_at < to_timestamp(${wholeSince}::float8)
             OR created_at >= to_timestamp(${wholeUntil}::float8) AND created_at < to_timestamp(${until}::float8))
      ) AS spent
     GROUP BY 1, 2, 3, 4 ORDER BY 1 DESC, "costMicros" DESC, 2, 3`;
}

/** The range of full days within a span; where there are none, both bounds are the end. */
function wholeDays(sinceMs: number, untilMs: number): readonly [number, number] {
  const first = Math.ceil(sinceMs / dayMs) * dayMs;
  const end = Math.floor(untilMs / dayMs) * dayMs;
  return first < end ? [first, end] : [untilMs, untilMs];
}
