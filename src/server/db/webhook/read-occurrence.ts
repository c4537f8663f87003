import type { BudgetId, PipelineId, RunId, WaitId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** The facts about an ended run. Times are milliseconds since the epoch. */
export interface RunOccurrence {
  readonly runId: RunId;
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  readonly workspaceSlug: string;
  readonly status: string;
  readonly triggerKind: string;
  readonly error: Json;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
  readonly costUnknown: boolean;
  readonly isSandbox: boolean;
  readonly createdAtMs: number;
  readonly finishedAtMs: number | null;
}

/** Null for a rehearsal or a judge, and for a deleted run. */
export async function readRunOccurrence(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: string,
): Promise<RunOccurrence | null> {
  const rows = await tx.$queryRaw<RunOccurrence[]>`
    SELECT r.id AS "runId", r.pipeline_id AS "pipelineId", p.name AS "pipelineName", k.slug AS "workspaceSlug", r.status,
           r.trigger_kind AS "triggerKind", r.error, r.input_tokens::float8 AS "inputTokens",
           r.output_tokens::float8 AS "outputTokens", r.cost_micros::float8 AS "costMicros", r.cost_unknown AS "costUnknown",
           r.is_sandbox AS "isSandbox", (extract(epoch FROM r.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM r.finished_at) * 1000)::float8 AS "finishedAtMs"
      FROM runs r
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      JOIN workspaces k ON k.id = r.workspace_id
      JOIN pipeline_versions v ON v.workspace_id = r.workspace_id AND v.id = r.version_id
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ${runId}::uuid AND v.kind NOT IN ('rehearsal', 'judge')`;
  return rows[0] ?? null;
}

/** The facts about a wait that people end. */
export interface WaitOccurrence {
  readonly waitId: WaitId;
  readonly runId: RunId;
  readonly nodeId: string;
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  readonly workspaceSlug: string;
  readonly kind: string;
  readonly title: string;
  readonly choices: readonly string[];
  readonly createdAtMs: number;
  readonly deadlineAtMs: number | null;
  readonly ending: string | null;
  readonly choice: string | null;
  readonly resolvedBy: string | null;
  readonly resolvedAtMs: number | null;
}

export async function readWaitOccurrence(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  waitId: string,
): Promise<WaitOccurrence | null> {
  const rows = await tx.$queryRaw<WaitOccurrence[]>`
    SELECT w.id AS "waitId", w.run_id AS "runId", w.node_id AS "nodeId", r.pipeline_id AS "pipelineId",
           p.name AS "pipelineName", k.slug AS "workspaceSlug", w.kind, w.title, w.choices,
           (extract(epoch FROM w.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM w.deadline_at) * 1000)::float8 AS "deadlineAtMs", w.ending, w.choice,
           coalesce(u.name, u.email) AS "resolvedBy", (extract(epoch FROM w.resolved_at) * 1000)::float8 AS "resolvedAtMs"
      FROM waits w
      JOIN runs r ON r.workspace_id = w.workspace_id AND r.id = w.run_id
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      JOIN workspaces k ON k.id = r.workspace_id
      LEFT JOIN users u ON u.id = w.resolved_by
     WHERE w.workspace_id = ${workspaceId}::uuid AND w.id = ${waitId}::uuid`;
  return rows[0] ?? null;
}

/** Of a budget that gets tight, as it stands now. */
export interface BudgetOccurrence {
  readonly budgetId: BudgetId;
  readonly workspaceSlug: string;
  readonly scope: string;
  readonly per: string;
  readonly name: string | null;
  readonly onLimit: string;
  readonly limitMicros: number;
  readonly warnPercent: number | null;
  readonly reservedMicros: number;
  readonly settledMicros: number;
}

export async function readBudgetOccurrence(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  budgetId: string,
  windowKey: string,
): Promise<BudgetOccurrence | null> {
  const rows = await tx.$queryRaw<BudgetOccurrence[]>`
    SELECT b.id AS "budgetId", s.slug AS "workspaceSlug", b.scope, b.per, coalesce(p.name, k.label, u.name, u.email) AS name,
           b.on_limit AS "onLimit", b.limit_micros::float8 AS "limitMicros", b.warn_percent AS "warnPercent",
           w.reserved_micros::float8 AS "reservedMicros", w.settled_micros::float8 AS "settledMicros"
      FROM budgets b
      JOIN budget_windows w
        ON w.workspace_id = b.workspace_id AND w.budget_id = b.id AND w.window_key = ${windowKey}
      JOIN workspaces s ON s.id = b.workspace_id
      LEFT JOIN pipelines p ON p.workspace_id = b.workspace_id AND p.id = b.pipeline_id
      LEFT JOIN provider_keys k ON k.workspace_id = b.workspace_id AND k.id = b.provider_key_id
      LEFT JOIN users u ON u.id = b.user_id
     WHERE b.workspace_id = ${workspaceId}::uuid AND b.id = ${budgetId}::uuid`;
  return rows[0] ?? null;
}
