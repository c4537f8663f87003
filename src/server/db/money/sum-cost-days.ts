import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { CostSums } from "./cost-sums.ts";
import type { CostSpan } from "./sum-cost-shares.ts";

export interface CostOfDay extends CostSums {
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
}

/** The cost of each day that had calls, oldest first; of all pipelines or of one. */
export async function sumCostDays(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { firstDay, lastDay, pipelineId }: CostSpan,
): Promise<readonly CostOfDay[]> {
  return tx.$queryRaw<CostOfDay[]>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, sum(calls)::float8 AS calls, sum(unpriced_calls)::float8 AS "unpricedCalls",
           sum(estimated_calls)::float8 AS "estimatedCalls", sum(input_tokens)::float8 AS "inputTokens",
           sum(output_tokens)::float8 AS "outputTokens", sum(cache_write_tokens)::float8 AS "cacheWriteTokens",
           sum(cache_read_tokens)::float8 AS "cacheReadTokens",
           coalesce(sum(cost_micros) FILTER (WHERE NOT is_sandbox), 0)::float8 AS "costMicros",
           coalesce(sum(cost_micros) FILTER (WHERE is_sandbox), 0)::float8 AS "sandboxMicros"
      FROM (
        SELECT day, is_sandbox, calls, unpriced_calls, estimated_calls, input_tokens, output_tokens, cache_write_tokens,
               cache_read_tokens, cost_micros
          FROM cost_days
         WHERE ${pipelineId}::uuid IS NULL AND workspace_id = ${workspaceId}::uuid AND day >= ${firstDay}::date AND day <= ${lastDay}::date
        UNION ALL
        SELECT since, is_sandbox, calls, unpriced_calls, estimated_calls, input_tokens, output_tokens, cache_write_tokens,
               cache_read_tokens, cost_micros
          FROM cost_shares
         WHERE pipeline_id = ${pipelineId}::uuid AND workspace_id = ${workspaceId}::uuid AND NOT is_month
           AND since >= ${firstDay}::date AND since <= ${lastDay}::date
      ) AS spent
     GROUP BY 1 ORDER BY 1`;
}
