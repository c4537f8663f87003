import type { ErrorInfo } from "#core/errors.ts";
import type { PipelineId, PipelineVersionId, RunId, UserId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { TriggerKind } from "../progress/insert-run.ts";

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
  /** Nodes whose outputs would belong there and did not fit. */
  readonly outputsLeftOut: readonly string[];
  readonly forkedFromNodes: readonly string[];
  readonly deadlineAtMs: number;
  readonly isStopping: boolean;
  readonly lastEventSeq: number;
}

/** A run of a list, with who is behind it. */
export interface ListedRun extends RunSummary {
  /** Whoever started it, or in whose name a token did: their name, else their address; null where nobody did. */
  readonly startedByName: string | null;
  /** Of the API token that started it. */
  readonly tokenName: string | null;
}

export interface RunFilter {
  readonly pipelineId: PipelineId | null;
  readonly statuses: readonly RunStatus[] | null;
  /** The person who started them, or in whose name a token did. */
  readonly startedBy: UserId | null;
  /** The oldest id of the time that is asked for: ids grow with time. */
  readonly from: RunId | null;
  /** Part of the pipeline's name, or the beginning or the end of the run's id. */
  readonly text: string | null;
}

/** Newest first, by key: a page costs the same however deep it lies. `before` is the last run of the page before. */
export async function listRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  filter: RunFilter,
  page: { readonly before: RunId | null; readonly limit: number },
): Promise<readonly ListedRun[]> {
  const statuses = filter.statuses === null ? null : [...filter.statuses];
  const text = filter.text === null ? null : escapeLike(filter.text);
  return tx.$queryRaw<ListedRun[]>`
    SELECT r.id, r.pipeline_id AS "pipelineId", p.name AS "pipelineName", r.version_id AS "versionId",
           v.number AS "versionNumber", r.status, r.trigger_kind AS "triggerKind", r.started_by_user AS "startedByUserId",
           coalesce(u.name, u.email) AS "startedByName", t.name AS "tokenName",
           r.forked_from_run_id AS "forkedFromRunId", r.input_tokens::float8 AS "inputTokens",
           r.output_tokens::float8 AS "outputTokens",
           (CASE WHEN r.cost_unknown THEN NULL ELSE r.cost_micros END)::float8 AS "costMicros", r.is_sandbox AS "isSandbox",
           (extract(epoch FROM r.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM r.started_at) * 1000)::float8 AS "startedAtMs",
           (extract(epoch FROM r.finished_at) * 1000)::float8 AS "finishedAtMs", r.error
      FROM runs r
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      JOIN pipeline_versions v ON v.workspace_id = r.workspace_id AND v.id = r.version_id
      LEFT JOIN users u ON u.id = r.started_by_user
      LEFT JOIN api_tokens t ON t.workspace_id = r.workspace_id AND t.id = r.started_by_token
     WHERE r.workspace_id = ${workspaceId}::uuid
       AND (${filter.pipelineId}::uuid IS NULL OR r.pipeline_id = ${filter.pipelineId}::uuid)
       AND (${statuses}::text[] IS NULL OR r.status = ANY(${statuses}::text[]))
       AND (${filter.startedBy}::uuid IS NULL OR r.started_by_user = ${filter.startedBy}::uuid)
       AND (${filter.from}::uuid IS NULL OR r.id >= ${filter.from}::uuid)
       AND (${text}::text IS NULL OR p.name ILIKE '%' || ${text}::text || '%'
            OR r.id::text LIKE lower(${text}::text) || '%' OR r.id::text LIKE '%' || lower(${text}::text))
       AND (${page.before}::uuid IS NULL OR r.id < ${page.before}::uuid)
     ORDER BY r.id DESC LIMIT ${page.limit}`;
}

/** How many runs there are of a filter, as far as `most`. */
export async function countListedRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  filter: RunFilter,
  most: number,
): Promise<number> {
  const statuses = filter.statuses === null ? null : [...filter.statuses];
  const text = filter.text === null ? null : escapeLike(filter.text);
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::float8 AS count
      FROM (
        SELECT 1 FROM runs r JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
         WHERE r.workspace_id = ${workspaceId}::uuid
           AND (${filter.pipelineId}::uuid IS NULL OR r.pipeline_id = ${filter.pipelineId}::uuid)
           AND (${statuses}::text[] IS NULL OR r.status = ANY(${statuses}::text[]))
           AND (${filter.startedBy}::uuid IS NULL OR r.started_by_user = ${filter.startedBy}::uuid)
           AND (${filter.from}::uuid IS NULL OR r.id >= ${filter.from}::uuid)
           AND (${text}::text IS NULL OR p.name ILIKE '%' || ${text}::text || '%'
                OR r.id::text LIKE lower(${text}::text) || '%' OR r.id::text LIKE '%' || lower(${text}::text))
         LIMIT ${most}
      ) AS found`;
  return rows[0]?.count ?? 0;
}

/** What is looked for is text, not a pattern. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
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
           r.outputs_left_out AS "outputsLeftOut",
           r.closing IS NOT NULL AND r.finished_at IS NULL AS "isStopping", r.last_event_seq::float8 AS "lastEventSeq"
      FROM runs r
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      JOIN pipeline_versions v ON v.workspace_id = r.workspace_id AND v.id = r.version_id
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ${runId}::uuid`;
  return rows[0] ?? null;
}
