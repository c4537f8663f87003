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
import type { ForkChange } from "#core/run/fork/fork-changes.ts";
import type { RunStatus, TriggerKind } from "#core/run/status.ts";
import type { TreePlace } from "#core/run/tree.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

export interface NewRun {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  /** The status after its first step; the rest of that step is written to the row afterwards. */
  readonly status: RunStatus;
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
  /** How it differs from the run it was forked from. */
  readonly forkChanges: readonly ForkChange[];
  /** By the database's clock, milliseconds since the epoch, as is the next. */
  readonly startedAtMs: number;
  readonly deadlineMs: number;
  /** Its place in its tree. Null: it is a root. */
  readonly child: TreePlace | null;
  /** Roots only: the versions that its tree may call. Null: none. */
  readonly calls: JsonObject | null;
  /** The names under which its models' prices are looked up. */
  readonly priceNames: readonly string[];
}

/**
 * Inserts a run whose first step is written afterwards in the same transaction. The workspace's own model prices are
 * stored with it as they are now.
 */
export async function insertRun(tx: TenantSql, run: NewRun): Promise<void> {
  const { child, calls } = run;
  await tx.$executeRaw`
    INSERT INTO runs (id, workspace_id, pipeline_id, version_id, status, trigger_kind, input, variables, frontier, branches,
           last_event_seq, started_by_user, started_by_token, forked_from_run_id, forked_from_nodes, created_at, deadline_at,
           trigger_id, prices, fork_changes, parent_run_id, parent_node_id, parent_iteration, parent_attempt, root_run_id,
           depth, calls)
    VALUES (${run.runId}::uuid, ${run.workspaceId}::uuid, ${run.pipelineId}::uuid, ${run.versionId}::uuid, ${run.status},
           ${run.triggerKind}, ${JSON.stringify(run.input)}::jsonb, ${JSON.stringify(run.variables)}::jsonb, ${run.frontier},
           ${JSON.stringify(run.branches)}::jsonb, 0, ${run.startedByUserId}::uuid, ${run.startedByTokenId}::uuid,
           ${run.forkedFromRunId}::uuid, ${[...run.forkedFromNodes]}::text[],
           to_timestamp(${run.startedAtMs / 1000}::float8), to_timestamp(${run.deadlineMs / 1000}::float8),
           ${run.triggerId}::uuid,
           (SELECT jsonb_object_agg(p.model, p.prices) FROM model_prices p
             WHERE p.workspace_id = ${run.workspaceId}::uuid AND p.model = ANY(${[...run.priceNames]}::text[])),
           ${JSON.stringify(run.forkChanges)}::jsonb, ${child?.parent.runId ?? null}::uuid, ${child?.parent.nodeId ?? null},
           ${child?.parent.ordinal ?? null}::int, ${child?.parent.attempt ?? null}::int, ${child?.rootRunId ?? null}::uuid,
           ${child?.depth ?? 0}::smallint, ${calls === null ? null : JSON.stringify(calls)}::jsonb)`;
}
