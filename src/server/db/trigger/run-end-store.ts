import type { PipelineId, RunId, TriggerRowId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";
import type { SystemTransaction } from "../driver/with-tenant.ts";

/** An ended run that other pipelines wait for. */
export interface NotedEnd {
  readonly runId: RunId;
  readonly workspaceId: WorkspaceId;
}

/** Ends that have not been reported yet: one of each workspace, then a second of each, and so on. */
export async function listNotedEnds(tx: SystemTransaction, limit: number): Promise<readonly NotedEnd[]> {
  return tx.$queryRaw<NotedEnd[]>`
    SELECT run_id AS "runId", workspace_id AS "workspaceId"
      FROM (SELECT run_id, workspace_id, look_at, row_number() OVER (PARTITION BY workspace_id ORDER BY look_at) AS turn
              FROM system.ended_runs WHERE look_at <= statement_timestamp()) AS due
     ORDER BY turn, look_at LIMIT ${limit}`;
}

/** Takes an end, to report it in the same transaction. False when another process has it or has reported it. */
export async function takeNotedEnd(tx: TenantSql, runId: RunId): Promise<boolean> {
  const count = await tx.$executeRaw`
    DELETE FROM system.ended_runs WHERE run_id IN
      (SELECT run_id FROM system.ended_runs WHERE run_id = ${runId}::uuid FOR UPDATE SKIP LOCKED)`;
  return count === 1;
}

/** Postpones an end that could not be reported. */
export async function postponeNotedEnd(tx: TenantSql, runId: RunId, afterMs: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE system.ended_runs SET look_at = clock_timestamp() + make_interval(secs => ${afterMs / 1000}::float8)
     WHERE run_id = ${runId}::uuid`;
}

/** The facts about an ended run that triggers see. */
export interface RunEndFacts {
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  readonly status: RunStatus;
  readonly output: Json;
}

/**
 * Null when the workspace has no such run, or when it only undid another run, or was a rehearsal or a judge: nobody
 * waits for those.
 */
export async function readRunEnd(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<RunEndFacts | null> {
  const rows = await tx.$queryRaw<RunEndFacts[]>`
    SELECT r.pipeline_id AS "pipelineId", p.name AS "pipelineName", r.status, r.output
      FROM runs r JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ${runId}::uuid AND r.trigger_kind <> 'undo'
       AND NOT EXISTS (SELECT 1 FROM pipeline_versions v
                        WHERE v.workspace_id = r.workspace_id AND v.id = r.version_id AND v.kind IN ('rehearsal', 'judge'))`;
  return rows[0] ?? null;
}

/** The triggers that wait for runs of a pipeline. Always in the same order, so that concurrent ends do not deadlock. */
export async function listWaitingFor(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<readonly TriggerRowId[]> {
  const rows = await tx.$queryRaw<{ id: TriggerRowId }[]>`
    SELECT t.id FROM system.live_triggers l JOIN triggers t ON t.id = l.trigger_id AND t.workspace_id = l.workspace_id
     WHERE l.workspace_id = ${workspaceId}::uuid AND l.source_pipeline_id = ${pipelineId}::uuid ORDER BY t.pipeline_id, t.id`;
  return rows.map(({ id }) => id);
}

/** The pipeline of a slug or an id. Null when the workspace has none. */
export async function findSourcePipeline(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  name: string,
): Promise<PipelineId | null> {
  const rows = await tx.$queryRaw<{ id: PipelineId }[]>`
    SELECT id FROM pipelines WHERE workspace_id = ${workspaceId}::uuid AND (slug = ${name} OR id::text = ${name}) LIMIT 1`;
  return rows[0]?.id ?? null;
}

/** All pipelines that a run of this one starts when it ends, directly or through others. */
export async function listStartedBy(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<ReadonlySet<PipelineId>> {
  const rows = await tx.$queryRaw<{ id: PipelineId }[]>`
    WITH RECURSIVE started (id) AS (
      SELECT ${pipelineId}::uuid
      UNION
      SELECT t.pipeline_id FROM started s
        JOIN system.live_triggers l ON l.source_pipeline_id = s.id AND l.workspace_id = ${workspaceId}::uuid
        JOIN triggers t ON t.workspace_id = l.workspace_id AND t.id = l.trigger_id
    )
    SELECT id FROM started`;
  return new Set(rows.map(({ id }) => id));
}
