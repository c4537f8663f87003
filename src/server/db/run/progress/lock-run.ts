import type { PipelineId, PipelineVersionId, RunId, UserId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { PriceOverrides } from "#core/pricing/find-price.ts";
import type { RunState } from "#core/run/state.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { TreePlace } from "#core/run/tree.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A run whose row lock this transaction holds: nobody else can make progress on it until the transaction ends. */
export interface LockedRun {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  readonly status: RunStatus;
  readonly frontier: string;
  readonly branches: RunState["branches"];
  readonly closing: RunState["closing"];
  readonly lastEventSeq: number;
  readonly input: Json;
  readonly variables: JsonObject;
  /** When it was started, by the database's clock. */
  readonly startedAtMs: number;
  /** When its time-out is due if it continues now: extended by the time its clock was stopped. */
  readonly deadlineMs: number;
  /** It was only waiting when it was last written. */
  readonly isStandingStill: boolean;
  readonly startedByUserId: UserId | null;
  /** The run's usage before this step of progress. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null: partly unknown. */
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
  /** Its place in its tree. Null: it is a root. */
  readonly child: TreePlace | null;
  /** The workspace's own prices when it started. Null: list prices. */
  readonly prices: PriceOverrides | null;
  /** The database's clock, which decides leases, waits and deadlines for all processes. */
  readonly nowMs: number;
}

/** Takes a run's row lock and reads its row as it is then. Null when the workspace has no such run. */
export async function lockRun(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<LockedRun | null> {
  return (await lockRuns(tx, workspaceId, [runId]))[0] ?? null;
}

/**
 * Takes the row locks of runs, in the order of their ids, and reads their rows as they are then; unknown runs are left
 * out.
 *
 * Only their rows: a statement that waited for a lock continues with the newest version of the locked row, but reads
 * every other row as it was before the wait. Read the rest of a run's state with a separate statement after this one.
 */
export function lockRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runIds: readonly RunId[],
): Promise<readonly LockedRun[]> {
  return tx.$queryRaw<LockedRun[]>(locking, workspaceId, [...runIds]);
}

/** The same without locks: a snapshot that may be outdated immediately. */
export function readRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runIds: readonly RunId[],
): Promise<readonly LockedRun[]> {
  return tx.$queryRaw<LockedRun[]>(reading, workspaceId, [...runIds]);
}

const asRead = `
    SELECT r.workspace_id AS "workspaceId", r.id AS "runId", r.pipeline_id AS "pipelineId",
           r.version_id AS "versionId", r.status, r.frontier, r.branches, r.closing,
           r.last_event_seq::float8 AS "lastEventSeq", r.input, r.variables,
           floor(extract(epoch FROM r.created_at) * 1000)::float8 AS "startedAtMs",
           (extract(epoch FROM r.deadline_at + coalesce(clock_timestamp() - r.waiting_since, '0'::interval)) * 1000)::float8 AS "deadlineMs",
           r.waiting_since IS NOT NULL AS "isStandingStill",
           r.started_by_user AS "startedByUserId", r.input_tokens::float8 AS "inputTokens",
           r.output_tokens::float8 AS "outputTokens", r.is_sandbox AS "isSandbox", r.prices,
           CASE WHEN r.parent_run_id IS NOT NULL THEN jsonb_build_object('rootRunId', r.root_run_id, 'depth', r.depth,
                'parent', jsonb_build_object('runId', r.parent_run_id, 'nodeId', r.parent_node_id,
                                             'ordinal', r.parent_iteration, 'attempt', r.parent_attempt)) END AS child,
           (CASE WHEN r.cost_unknown THEN NULL ELSE r.cost_micros END)::float8 AS "costMicros",
           floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs"
      FROM runs r
     WHERE r.workspace_id = `;

const locking = statementOf(" ORDER BY r.id FOR NO KEY UPDATE OF r");
const reading = statementOf(" ORDER BY r.id");

function statementOf(ending: string): TemplateStringsArray {
  const parts = [asRead, "::uuid AND r.id = ANY(", `::uuid[])${ending}`];
  return Object.assign(parts, { raw: parts });
}
