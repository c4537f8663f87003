import type { PipelineId, RunId, WorkspaceId } from "#core/ids.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A run's state, as far as a small mark shows it. */
export interface RunMark {
  readonly id: RunId;
  readonly pipelineId: PipelineId;
  readonly status: RunStatus;
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
  readonly createdAtMs: number;
}

/**
 * The newest `perPipeline` runs of each pipeline, newest first, without rehearsals and judges. One short index scan per
 * pipeline, in one round trip: sorting all runs by pipeline would read every run ever made.
 */
export async function listLastRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineIds: readonly PipelineId[],
  perPipeline: number,
): Promise<readonly RunMark[]> {
  return tx.$queryRaw<RunMark[]>`
    SELECT r.id, wanted.id AS "pipelineId", r.status, r.is_sandbox AS "isSandbox",
           (CASE WHEN r.cost_unknown THEN NULL ELSE r.cost_micros END)::float8 AS "costMicros",
           (extract(epoch FROM r.created_at) * 1000)::float8 AS "createdAtMs"
      FROM unnest(${[...pipelineIds]}::uuid[]) AS wanted (id)
     CROSS JOIN LATERAL (
       SELECT * FROM runs WHERE workspace_id = ${workspaceId}::uuid AND pipeline_id = wanted.id
          AND parent_run_id IS NULL
          AND NOT EXISTS (SELECT 1 FROM pipeline_versions v
                           WHERE v.workspace_id = runs.workspace_id AND v.id = runs.version_id AND v.kind IN ('rehearsal', 'judge'))
        ORDER BY id DESC LIMIT ${perPipeline}
     ) AS r
     ORDER BY r.id DESC`;
}
