import type { PipelineId, ProviderKeyId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What a pipeline spent with a key. */
export interface KeyCost {
  readonly pipelineId: PipelineId;
  /** Null: it was deleted and its name is unknown. */
  readonly pipelineName: string | null;
  readonly calls: number;
  readonly unpricedCalls: number;
  /** Micros of USD. */
  readonly costMicros: number;
}

/** What each pipeline spent with a key since the first of a month (`2026-11-01`), most expensive first. */
export async function sumKeyCosts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  keyId: ProviderKeyId,
  sinceMonth: string,
): Promise<readonly KeyCost[]> {
  return tx.$queryRaw<KeyCost[]>`
    SELECT spent.pipeline_id AS "pipelineId", coalesce(pipelines.name, deletions.name) AS "pipelineName", calls, "unpricedCalls", "costMicros"
      FROM (
        SELECT pipeline_id, sum(calls)::float8 AS calls, sum(unpriced_calls)::float8 AS "unpricedCalls", sum(cost_micros)::float8 AS "costMicros"
          FROM cost_shares
         WHERE workspace_id = ${workspaceId}::uuid AND is_month AND since >= ${sinceMonth}::date AND provider_key_id = ${keyId}::uuid
         GROUP BY 1
      ) AS spent
      LEFT JOIN pipelines ON pipelines.workspace_id = ${workspaceId}::uuid AND pipelines.id = spent.pipeline_id
      LEFT JOIN deletions ON deletions.workspace_id = ${workspaceId}::uuid AND deletions.kind = 'pipeline'
                         AND deletions.subject_id = spent.pipeline_id
     ORDER BY "costMicros" DESC, calls DESC, 1`;
}
