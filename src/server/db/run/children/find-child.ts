import type { ErrorInfo } from "#core/errors.ts";
import type { ApiTokenId, PipelineId, PipelineVersionId, RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { RunState } from "#core/run/state.ts";
import { hasCountedItem } from "#core/run/state-codec.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { ParentRef } from "#core/run/tree.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The state of a child run, as its parent needs it. */
export interface ChildStanding {
  readonly runId: RunId;
  readonly status: RunStatus;
  /** It only waits, and its clock is stopped. */
  readonly isResting: boolean;
  /** Null until it has ended. */
  readonly output: Json;
  readonly isCut: boolean;
  readonly error: ErrorInfo | null;
}

/** The child run of this node attempt. Null when there is none. Call it under the parent's row lock. */
export async function findChild(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeId, ordinal, attempt }: ParentRef,
): Promise<ChildStanding | null> {
  const rows = await tx.$queryRaw<ChildStanding[]>`
    SELECT id AS "runId", status, waiting_since IS NOT NULL AS "isResting", output, cardinality(outputs_left_out) > 0 AS "isCut",
           error
      FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND parent_run_id = ${runId}::uuid AND parent_node_id = ${nodeId}
       AND parent_iteration = ${ordinal} AND parent_attempt = ${attempt}`;
  return rows[0] ?? null;
}

/**
 * The child runs that an agent's tools have started in an attempt, by step number. Call it under the parent's row lock.
 */
export async function listChildStandings(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeId, attempt }: Omit<ParentRef, "ordinal">,
  ordinals: readonly number[],
): Promise<ReadonlyMap<number, ChildStanding>> {
  const rows = await tx.$queryRaw<(ChildStanding & { readonly ordinal: number })[]>`
    SELECT parent_iteration AS ordinal, id AS "runId", status, waiting_since IS NOT NULL AS "isResting", output,
           cardinality(outputs_left_out) > 0 AS "isCut", error
      FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND parent_run_id = ${runId}::uuid AND parent_node_id = ${nodeId}
       AND parent_iteration = ANY(${[...ordinals]}::int[]) AND parent_attempt = ${attempt}`;
  return new Map(rows.map(({ ordinal, ...standing }) => [ordinal, standing]));
}

/** What a call in a tree runs, as frozen with the tree's root, and who started it. */
export interface FrozenCall {
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  readonly number: number | null;
  readonly slug: string;
  readonly startedByTokenId: ApiTokenId | null;
  /** The root continues another run's work. */
  readonly isForked: boolean;
}

/** Null when the root has no such call. */
export async function readFrozenCall(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  rootRunId: RunId,
  key: string,
): Promise<FrozenCall | null> {
  const rows = await tx.$queryRaw<FrozenCall[]>`
    SELECT v.pipeline_id AS "pipelineId", v.id AS "versionId", v.number, p.slug, r.started_by_token AS "startedByTokenId",
           r.forked_from_run_id IS NOT NULL AS "isForked"
      FROM runs r
      JOIN pipeline_versions v ON v.workspace_id = r.workspace_id AND v.id = (r.calls->>${key})::uuid
      JOIN pipelines p ON p.workspace_id = v.workspace_id AND p.id = v.pipeline_id
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ${rootRunId}::uuid`;
  return rows[0] ?? null;
}

/** Child runs of these nodes that have not ended. */
export async function listOpenChildren(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  nodeIds: readonly string[],
): Promise<readonly RunId[]> {
  const rows = await tx.$queryRaw<{ id: RunId }[]>`
    SELECT id FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND parent_run_id = ${runId}::uuid AND parent_node_id = ANY(${[...nodeIds]}::text[])
       AND finished_at IS NULL`;
  return rows.map(({ id }) => id);
}

/** The state of a run's parent. */
export interface ParentStanding {
  readonly status: RunStatus;
  readonly closing: RunState["closing"];
  readonly isResting: boolean;
}

/** Null when it was deleted. */
export async function readParent(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId }: ParentRef,
): Promise<ParentStanding | null> {
  const rows = await tx.$queryRaw<ParentStanding[]>`
    SELECT status, closing, waiting_since IS NOT NULL AS "isResting" FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  return rows[0] ?? null;
}

/** For an ended run: the parent attempt that has not processed its end yet; otherwise null. */
export async function findUnheardParent(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<ParentRef | null> {
  const rows = await tx.$queryRaw<(ParentRef & { readonly frontier: string })[]>`
    SELECT r.parent_run_id AS "runId", r.parent_node_id AS "nodeId", r.parent_iteration AS ordinal, r.parent_attempt AS attempt,
           p.frontier
      FROM runs r
      JOIN runs p ON p.workspace_id = r.workspace_id AND p.id = r.parent_run_id
      JOIN node_runs n ON n.workspace_id = r.workspace_id AND n.run_id = r.parent_run_id AND n.node_id = r.parent_node_id
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ${runId}::uuid AND r.finished_at IS NOT NULL
       AND n.status IN ('running', 'waiting') AND n.attempt_count = r.parent_attempt
       AND NOT (n.node_type = 'agent' AND NOT EXISTS (
             SELECT 1 FROM node_steps s WHERE s.workspace_id = r.workspace_id AND s.run_id = r.parent_run_id
                AND s.node_id = r.parent_node_id AND s.seq = r.parent_iteration AND s.status = 'running'))
       AND NOT (n.node_type = 'loop' AND EXISTS (
             SELECT 1 FROM runs o WHERE o.workspace_id = r.workspace_id AND o.parent_run_id = r.parent_run_id
                AND o.parent_node_id = r.parent_node_id AND o.parent_iteration > r.parent_iteration))`;
  const [found] = rows;
  if (found === undefined || hasCountedItem(found.frontier, found)) return null;
  const { frontier: _, ...parent } = found;
  return parent;
}
