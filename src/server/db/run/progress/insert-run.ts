import type {
  ApiTokenId,
  PipelineId,
  PipelineVersionId,
  RunId,
  TriggerRowId,
  UserId,
  WorkspaceId,
} from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { TriggerKind } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

export interface NewRun {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  readonly triggerKind: TriggerKind;
  readonly triggerId: TriggerRowId | null;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly frontier: string;
  readonly branches: { readonly [nodeId: string]: string };
  readonly startedByUserId: UserId | null;
  readonly startedByTokenId: ApiTokenId | null;
  readonly forkedFromRunId: RunId | null;
  readonly forkedFromNodes: readonly string[];
  readonly timeoutMs: number;
}

/** Inserts a pending run. Returns its deadline and the database's time, both in milliseconds since the epoch. */
export async function insertRun(tx: TenantSql, run: NewRun): Promise<{ deadlineMs: number; nowMs: number }> {
  const rows = await tx.$queryRaw<{ deadlineMs: number; nowMs: number }[]>`
    INSERT INTO runs (id, workspace_id, pipeline_id, version_id, status, trigger_kind, input, variables, frontier, branches,
           last_event_seq, started_by_user, started_by_token, forked_from_run_id, forked_from_nodes, created_at, deadline_at,
           trigger_id)
    VALUES (${run.runId}::uuid, ${run.workspaceId}::uuid, ${run.pipelineId}::uuid, ${run.versionId}::uuid, 'pending',
           ${run.triggerKind}, ${JSON.stringify(run.input)}::jsonb, ${JSON.stringify(run.variables)}::jsonb, ${run.frontier},
           ${JSON.stringify(run.branches)}::jsonb, 0, ${run.startedByUserId}::uuid, ${run.startedByTokenId}::uuid,
           ${run.forkedFromRunId}::uuid, ${[...run.forkedFromNodes]}::text[], clock_timestamp(),
           clock_timestamp() + make_interval(secs => ${run.timeoutMs / 1000}::float8), ${run.triggerId}::uuid)
    RETURNING (extract(epoch FROM deadline_at) * 1000)::float8 AS "deadlineMs",
              floor(extract(epoch FROM created_at) * 1000)::float8 AS "nowMs"`;
  const row = rows[0];
  if (row === undefined) throw new Error("the inserted run was not returned");
  return row;
}
