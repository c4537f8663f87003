import type { ErrorInfo } from "#core/errors.ts";
import type { PipelineId, PipelineVersionId, RunId, UserId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { ForkChange } from "#core/run/fork/fork-changes.ts";
import type { UndoState } from "#core/run/state.ts";
import type { RunStatus, TriggerKind } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * A run without its bodies. Times are milliseconds since the epoch; money is micros of USD, null when partly unknown.
 */
export interface RunSummary {
  readonly id: RunId;
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  readonly versionId: PipelineVersionId;
  /** Null for a frozen draft. */
  readonly versionNumber: number | null;
  /** It called only the sandbox, and had no effect on the world. */
  readonly isRehearsal: boolean;
  readonly status: RunStatus;
  readonly triggerKind: TriggerKind;
  /** The id, in its definition, of the trigger that started it. Null: a person or program did. */
  readonly triggerKey: string | null;
  readonly startedByUserId: UserId | null;
  readonly forkedFromRunId: RunId | null;
  /** The state of undoing it. Null: it is not undone. `failed`: not all of it could be. */
  readonly undo: UndoState | null;
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
  /** Nodes whose outputs belong there but did not fit. */
  readonly outputsLeftOut: readonly string[];
  readonly forkedFromNodes: readonly string[];
  /** How it differs from the run it was forked from. */
  readonly forkChanges: readonly ForkChange[];
  /** When its input, its output and those of its nodes were deleted. Null: they exist. */
  readonly bodiesDeletedAtMs: number | null;
  readonly deadlineAtMs: number;
  readonly isStopping: boolean;
  readonly lastEventSeq: number;
}

/** One run with its bodies. Null when the workspace has no such run. */
export async function findRun(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<RunDetail | null> {
  const rows = await tx.$queryRaw<RunDetail[]>`
    SELECT r.id, r.pipeline_id AS "pipelineId", p.name AS "pipelineName", r.version_id AS "versionId",
           v.number AS "versionNumber", v.kind = 'rehearsal' AS "isRehearsal", r.status, r.trigger_kind AS "triggerKind", g.key AS "triggerKey", r.started_by_user AS "startedByUserId",
           r.forked_from_run_id AS "forkedFromRunId", r.forked_from_nodes AS "forkedFromNodes", r.fork_changes AS "forkChanges", r.closing->>'undo' AS undo,
           r.input_tokens::float8 AS "inputTokens", r.output_tokens::float8 AS "outputTokens",
           (CASE WHEN r.cost_unknown THEN NULL ELSE r.cost_micros END)::float8 AS "costMicros", r.is_sandbox AS "isSandbox",
           (extract(epoch FROM r.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM r.started_at) * 1000)::float8 AS "startedAtMs",
           (extract(epoch FROM r.finished_at) * 1000)::float8 AS "finishedAtMs",
           (extract(epoch FROM r.deadline_at + coalesce(clock_timestamp() - r.waiting_since, '0'::interval)) * 1000)::float8 AS "deadlineAtMs", r.error, r.input, r.variables, r.output,
           r.outputs_left_out AS "outputsLeftOut", (extract(epoch FROM r.bodies_deleted_at) * 1000)::float8 AS "bodiesDeletedAtMs",
           r.closing IS NOT NULL AND r.finished_at IS NULL AS "isStopping", r.last_event_seq::float8 AS "lastEventSeq"
      FROM runs r
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      JOIN pipeline_versions v ON v.workspace_id = r.workspace_id AND v.id = r.version_id
      LEFT JOIN triggers g ON g.workspace_id = r.workspace_id AND g.id = r.trigger_id
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ${runId}::uuid`;
  return rows[0] ?? null;
}
