import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { CostLine } from "#core/pricing/cost-csv.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** All costs of one day at the finest granularity; of all pipelines or of one. */
export async function listCostLines(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { day, pipelineId }: { readonly day: string; readonly pipelineId: PipelineId | null },
): Promise<readonly CostLine[]> {
  return tx.$queryRaw<CostLine[]>`
    SELECT to_char(since, 'YYYY-MM-DD') AS day, share.pipeline_id AS "pipelineId", coalesce(pipelines.name, deletions.name) AS "pipelineName",
           node_id AS "nodeId", share.provider, share.model, key_id AS "keyId", provider_keys.label AS "keyName",
           share.user_id AS "userId", coalesce(users.name, users.email) AS "userName", is_sandbox AS "isSandbox",
           calls, "unpricedCalls", "estimatedCalls", "inputTokens", "outputTokens", "cacheWriteTokens", "cacheReadTokens", "costMicros"
      FROM (
        SELECT since, pipeline_id, node_id, provider, model, is_sandbox,
               nullif(provider_key_id, '00000000-0000-0000-0000-000000000000') AS key_id,
               nullif(user_id, '00000000-0000-0000-0000-000000000000') AS user_id, sum(calls)::float8 AS calls,
               sum(unpriced_calls)::float8 AS "unpricedCalls", sum(estimated_calls)::float8 AS "estimatedCalls",
               sum(input_tokens)::float8 AS "inputTokens", sum(output_tokens)::float8 AS "outputTokens",
               sum(cache_write_tokens)::float8 AS "cacheWriteTokens", sum(cache_read_tokens)::float8 AS "cacheReadTokens",
               sum(cost_micros)::float8 AS "costMicros"
          FROM cost_shares
         WHERE workspace_id = ${workspaceId}::uuid AND NOT is_month AND since = ${day}::date
           AND (${pipelineId}::uuid IS NULL OR pipeline_id = ${pipelineId}::uuid)
         GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
      ) AS share
      LEFT JOIN pipelines ON pipelines.workspace_id = ${workspaceId}::uuid AND pipelines.id = share.pipeline_id
      LEFT JOIN deletions ON deletions.workspace_id = ${workspaceId}::uuid AND deletions.kind = 'pipeline'
                         AND deletions.subject_id = share.pipeline_id
      LEFT JOIN provider_keys ON provider_keys.workspace_id = ${workspaceId}::uuid AND provider_keys.id = key_id
      LEFT JOIN users ON users.id = share.user_id
     ORDER BY 3, 2, 4, 5, 6, 7, 9, 11`;
}
