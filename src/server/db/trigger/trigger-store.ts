import type { PipelineId, TriggerRowId, WorkspaceId } from "#core/ids.ts";
import type { TriggerDefinition } from "#core/triggers/trigger-definition.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** A trigger's row, beside the definition that describes it. */
export interface StoredTrigger {
  readonly id: TriggerRowId;
  readonly pipelineId: PipelineId;
  /** Its id in the definition. */
  readonly key: string;
  readonly config: TriggerDefinition;
  /** Whether the published version contains it. */
  readonly isOn: boolean;
  readonly isArchived: boolean;
  readonly hookId: string | null;
  readonly pausedAtMs: number | null;
  /** Null: paused by a person. */
  readonly pauseReason: string | null;
  /** Failures before this time no longer count towards pausing it. */
  readonly countedFromMs: number;
  /** Every due time of a schedule up to this one has its row. */
  readonly evaluatedUntilMs: number | null;
}

/** The triggers of a pipeline's published version, or only the one of `key`. */
export async function listTriggers(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  key: string | null = null,
): Promise<readonly StoredTrigger[]> {
  return tx.$queryRaw<StoredTrigger[]>`
    SELECT t.id, t.pipeline_id AS "pipelineId", t.key, t.config, t.is_on AS "isOn", p.archived_at IS NOT NULL AS "isArchived",
           t.hook_id AS "hookId", (extract(epoch FROM t.paused_at) * 1000)::float8 AS "pausedAtMs",
           t.pause_reason AS "pauseReason", (extract(epoch FROM t.counted_from) * 1000)::float8 AS "countedFromMs",
           (extract(epoch FROM t.evaluated_until) * 1000)::float8 AS "evaluatedUntilMs"
      FROM triggers t JOIN pipelines p ON p.workspace_id = t.workspace_id AND p.id = t.pipeline_id
     WHERE t.workspace_id = ${workspaceId}::uuid AND t.pipeline_id = ${pipelineId}::uuid AND t.is_on
       AND (${key}::text IS NULL OR t.key = ${key}::text)
     ORDER BY t.created_at, t.key`;
}

/** One trigger of any pipeline. Null when the workspace has no such trigger. */
export async function findTrigger(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: TriggerRowId,
): Promise<StoredTrigger | null> {
  const rows = await tx.$queryRaw<StoredTrigger[]>`
    SELECT t.id, t.pipeline_id AS "pipelineId", t.key, t.config, t.is_on AS "isOn", p.archived_at IS NOT NULL AS "isArchived",
           t.hook_id AS "hookId", (extract(epoch FROM t.paused_at) * 1000)::float8 AS "pausedAtMs",
           t.pause_reason AS "pauseReason", (extract(epoch FROM t.counted_from) * 1000)::float8 AS "countedFromMs",
           (extract(epoch FROM t.evaluated_until) * 1000)::float8 AS "evaluatedUntilMs"
      FROM triggers t JOIN pipelines p ON p.workspace_id = t.workspace_id AND p.id = t.pipeline_id
     WHERE t.workspace_id = ${workspaceId}::uuid AND t.id = ${id}::uuid`;
  return rows[0] ?? null;
}

/** Every trigger that a pipeline has or had, by its id in the definition. */
export async function listKnownTriggers(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<
  readonly (Pick<StoredTrigger, "id" | "key" | "config" | "hookId" | "evaluatedUntilMs"> & {
    isOn: boolean;
  })[]
> {
  return tx.$queryRaw`
    SELECT id, key, config, hook_id AS "hookId", is_on AS "isOn",
           (extract(epoch FROM evaluated_until) * 1000)::float8 AS "evaluatedUntilMs"
      FROM triggers WHERE workspace_id = ${workspaceId}::uuid AND pipeline_id = ${pipelineId}::uuid`;
}

/** A trigger as published. */
export interface PublishedTrigger {
  readonly id: TriggerRowId;
  readonly pipelineId: PipelineId;
  readonly config: TriggerDefinition;
  readonly hookId: string | null;
  readonly evaluatedUntilMs: number | null;
}

/** Inserts a trigger, or updates the one with its id in the definition; a pause stays. */
export async function upsertTrigger(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  trigger: PublishedTrigger,
): Promise<void> {
  const { id, pipelineId, config, hookId, evaluatedUntilMs } = trigger;
  await tx.$executeRaw`
    INSERT INTO triggers (workspace_id, id, pipeline_id, key, kind, config, hook_id, evaluated_until, created_at)
    VALUES (${workspaceId}::uuid, ${id}::uuid, ${pipelineId}::uuid, ${config.id}, ${config.kind}, ${JSON.stringify(config)}::jsonb,
            ${hookId}::uuid, to_timestamp(${evaluatedUntilMs === null ? null : evaluatedUntilMs / 1000}::float8),
            clock_timestamp())
    ON CONFLICT (workspace_id, pipeline_id, key) DO UPDATE
       SET kind = excluded.kind, config = excluded.config, hook_id = excluded.hook_id, is_on = true,
           evaluated_until = excluded.evaluated_until, updated_at = clock_timestamp()`;
}

/**
 * Switches a trigger off that the published version no longer contains. Its history, pause and address stay, in case it
 * comes back.
 */
export async function switchOff(tx: TenantSql, workspaceId: WorkspaceId, id: TriggerRowId): Promise<void> {
  await tx.$executeRaw`
    UPDATE triggers SET is_on = false, updated_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
}

/** Pauses a trigger, with `reason` null if a person did. Null resumes it, and counts failures from now on. */
export async function setPaused(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: TriggerRowId,
  pause: { readonly atMs: number; readonly reason: string | null } | null,
  nowMs: number,
): Promise<void> {
  const atSeconds = pause === null ? null : pause.atMs / 1000;
  await tx.$executeRaw`
    UPDATE triggers SET paused_at = to_timestamp(${atSeconds}::float8), pause_reason = ${pause?.reason ?? null}::text,
           counted_from = CASE WHEN ${pause === null} THEN to_timestamp(${nowMs / 1000}::float8) ELSE counted_from END,
           updated_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
}

/** Every due time of a schedule up to this one now has its row. */
export async function setEvaluatedUntil(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: TriggerRowId,
  untilMs: number,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE triggers SET evaluated_until = to_timestamp(${untilMs / 1000}::float8)
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
}
