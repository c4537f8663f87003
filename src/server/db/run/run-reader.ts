import type { ErrorInfo } from "#core/errors.ts";
import type { PipelineId, PipelineVersionId, RunId, UserId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/tenant-sql.ts";
import type { TriggerKind } from "./insert-run.ts";

/** A run without its bodies. Times in milliseconds since the epoch; money in micros of USD, null when part of it is unknown. */
export interface RunSummary {
  readonly id: RunId;
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  readonly versionId: PipelineVersionId;
  /** Null for a frozen draft. */
  readonly versionNumber: number | null;
  readonly status: RunStatus;
  readonly triggerKind: TriggerKind;
  readonly startedByUserId: UserId | null;
  readonly forkedFromRunId: RunId | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly error: ErrorInfo | null;
}

export interface RunDetail extends RunSummary {
  readonly input: Json;
  readonly variables: JsonObject;
  readonly output: Json;
  readonly forkedFromNodes: readonly string[];
  readonly deadlineAtMs: number;
  readonly isStopping: boolean;
  readonly lastEventSeq: number;
}

export interface RunFilter {
  readonly pipelineId: PipelineId | null;
  readonly statuses: readonly RunStatus[] | null;
  /** The last run of the page before: run ids grow with time, so they are the order. */
  readonly before: RunId | null;
  readonly limit: number;
}

/** Newest first, by key: a page costs the same however deep it lies. */
export async function listRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  filter: RunFilter,
): Promise<readonly RunSummary[]> {
  const statuses = filter.statuses === null ? null : [...filter.statuses];
  return tx.$queryRaw<RunSummary[]>`
    SELECT r.id, r.pipeline_id AS "pipelineId", p.name AS "pipelineName", r.version_id AS "versionId",
           v.number AS "versionNumber", r.status, r.trigger_kind AS "triggerKind", r.started_by_user AS "startedByUserId",
           r.forked_from_run_id AS "forkedFromRunId", r.input_tokens::float8 AS "inputTokens",
           r.output_tokens::float8 AS "outputTokens",
           (CASE WHEN r.cost_unknown THEN NULL ELSE r.cost_micros END)::float8 AS "costMicros", r.is_sandbox AS "isSandbox",
           (extract(epoch FROM r.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM r.started_at) * 1000)::float8 AS "startedAtMs",
           (extract(epoch FROM r.finished_at) * 1000)::float8 AS "finishedAtMs", r.error
      FROM runs r
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      JOIN pipeline_versions v ON v.workspace_id = r.workspace_id AND v.id = r.version_id
     WHERE r.workspace_id = ${workspaceId}::uuid
       AND (${filter.pipelineId}::uuid IS NULL OR r.pipeline_id = ${filter.pipelineId}::uuid)
       AND (${statuses}::text[] IS NULL OR r.status = ANY(${statuses}::text[]))
       AND (${filter.before}::uuid IS NULL OR r.id < ${filter.before}::uuid)
     ORDER BY r.id DESC LIMIT ${filter.limit}`;
}

/** One run with its bodies; null when the workspace has no such run. */
export async function findRun(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<RunDetail | null> {
  const rows = await tx.$queryRaw<RunDetail[]>`
    SELECT r.id, r.pipeline_id AS "pipelineId", p.name AS "pipelineName", r.version_id AS "versionId",
           v.number AS "versionNumber", r.status, r.trigger_kind AS "triggerKind", r.started_by_user AS "startedByUserId",
           r.forked_from_run_id AS "forkedFromRunId", r.forked_from_nodes AS "forkedFromNodes",
           r.input_tokens::float8 AS "inputTokens", r.output_tokens::float8 AS "outputTokens",
           (CASE WHEN r.cost_unknown THEN NULL ELSE r.cost_micros END)::float8 AS "costMicros", r.is_sandbox AS "isSandbox",
           (extract(epoch FROM r.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM r.started_at) * 1000)::float8 AS "startedAtMs",
           (extract(epoch FROM r.finished_at) * 1000)::float8 AS "finishedAtMs",
           (extract(epoch FROM r.deadline_at) * 1000)::float8 AS "deadlineAtMs", r.error, r.input, r.variables, r.output,
           r.closing IS NOT NULL AND r.finished_at IS NULL AS "isStopping", r.last_event_seq::float8 AS "lastEventSeq"
      FROM runs r
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      JOIN pipeline_versions v ON v.workspace_id = r.workspace_id AND v.id = r.version_id
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ${runId}::uuid`;
  return rows[0] ?? null;
}
