import type { PipelineId, ProviderKeyId, UserId, WorkspaceId } from "#core/ids.ts";
import type { CostGroup } from "#core/pricing/cost-groups.ts";
import { wholeMonths } from "#core/pricing/cost-groups.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { CostSums } from "./cost-sums.ts";

/** UTC days, the last one included. */
export interface CostSpan {
  readonly firstDay: string;
  readonly lastDay: string;
  /** Null: all pipelines. */
  readonly pipelineId: PipelineId | null;
}

/**
 * A share of the costs. The dimension that was asked for decides which fields are set. A name is null where it was
 * deleted.
 */
export interface CostShare extends CostSums {
  readonly pipelineId: PipelineId | null;
  readonly pipelineName: string | null;
  readonly nodeId: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  /** Null also where no key was needed. */
  readonly keyId: ProviderKeyId | null;
  readonly keyName: string | null;
  /** Null also where nobody started the run. */
  readonly userId: UserId | null;
  readonly userName: string | null;
}

/**
 * The costs of a span by one dimension other than days, most expensive first. Full months are read from monthly sums,
 * so a year takes few rows; `today` is the current day.
 */
export async function sumCostShares(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { firstDay, lastDay, pipelineId }: CostSpan,
  by: Exclude<CostGroup, "day">,
  today: string,
): Promise<readonly CostShare[]> {
  const { from, until } = wholeMonths(firstDay, lastDay, today);
  return tx.$queryRaw<CostShare[]>`
    WITH shares AS (
      SELECT * FROM cost_shares
       WHERE workspace_id = ${workspaceId}::uuid AND is_month AND since >= ${from}::date AND since < ${until}::date
         AND (${pipelineId}::uuid IS NULL OR pipeline_id = ${pipelineId}::uuid)
      UNION ALL
      SELECT * FROM cost_shares
       WHERE workspace_id = ${workspaceId}::uuid AND NOT is_month AND since >= ${firstDay}::date AND since <= ${lastDay}::date
         AND since < ${from}::date AND (${pipelineId}::uuid IS NULL OR pipeline_id = ${pipelineId}::uuid)
      UNION ALL
      SELECT * FROM cost_shares
       WHERE workspace_id = ${workspaceId}::uuid AND NOT is_month AND since >= ${until}::date AND since <= ${lastDay}::date
         AND (${pipelineId}::uuid IS NULL OR pipeline_id = ${pipelineId}::uuid)
    ), spent AS (
      SELECT CASE WHEN ${by}::text IN ('pipeline', 'node') THEN pipeline_id END AS pipeline_id,
             CASE ${by}::text WHEN 'node' THEN node_id END AS node_id,
             CASE ${by}::text WHEN 'model' THEN provider END AS provider,
             CASE ${by}::text WHEN 'model' THEN model END AS model,
             CASE ${by}::text WHEN 'key' THEN nullif(provider_key_id, '00000000-0000-0000-0000-000000000000') END AS key_id,
             CASE ${by}::text WHEN 'member' THEN nullif(user_id, '00000000-0000-0000-0000-000000000000') END AS user_id,
             sum(calls) AS calls, sum(unpriced_calls) AS unpriced, sum(estimated_calls) AS estimated, sum(input_tokens) AS input,
             sum(output_tokens) AS output, sum(cache_write_tokens) AS cache_write, sum(cache_read_tokens) AS cache_read,
             sum(cost_micros) FILTER (WHERE NOT is_sandbox) AS cost, sum(cost_micros) FILTER (WHERE is_sandbox) AS sandbox
        FROM shares GROUP BY 1, 2, 3, 4, 5, 6
    )
    SELECT spent.pipeline_id AS "pipelineId", coalesce(pipelines.name, deletions.name) AS "pipelineName", node_id AS "nodeId", spent.provider, spent.model,
           key_id AS "keyId", provider_keys.label AS "keyName", spent.user_id AS "userId",
           coalesce(users.name, users.email) AS "userName", calls::float8 AS calls, unpriced::float8 AS "unpricedCalls",
           estimated::float8 AS "estimatedCalls", input::float8 AS "inputTokens", output::float8 AS "outputTokens",
           cache_write::float8 AS "cacheWriteTokens", cache_read::float8 AS "cacheReadTokens",
           coalesce(cost, 0)::float8 AS "costMicros", coalesce(sandbox, 0)::float8 AS "sandboxMicros"
      FROM spent
      LEFT JOIN pipelines ON pipelines.workspace_id = ${workspaceId}::uuid AND pipelines.id = spent.pipeline_id
      LEFT JOIN deletions ON deletions.workspace_id = ${workspaceId}::uuid AND deletions.kind = 'pipeline'
                         AND deletions.subject_id = spent.pipeline_id
      LEFT JOIN provider_keys ON provider_keys.workspace_id = ${workspaceId}::uuid AND provider_keys.id = key_id
      LEFT JOIN users ON users.id = spent.user_id
     ORDER BY coalesce(cost, 0) DESC, coalesce(sandbox, 0) DESC, calls DESC, 1, 3, 4, 5, 6, 8`;
}
