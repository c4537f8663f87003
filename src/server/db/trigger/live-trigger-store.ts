import type { PipelineId, TriggerRowId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";
import type { SystemTransaction } from "../driver/with-tenant.ts";

/** An active trigger, as all processes see it. */
export interface LiveTrigger {
  readonly triggerId: TriggerRowId;
  readonly workspaceId: WorkspaceId;
}

/** Adds a trigger to the active ones, or changes when it is next checked; `dueAtMs` null: never by the clock. */
export async function keepAlive(
  tx: TenantSql,
  trigger: LiveTrigger & {
    readonly hookId: string | null;
    readonly dueAtMs: number | null;
    readonly sourcePipelineId: PipelineId | null;
  },
): Promise<void> {
  const dueAtSeconds = trigger.dueAtMs === null ? null : trigger.dueAtMs / 1000;
  await tx.$executeRaw`
    INSERT INTO system.live_triggers (trigger_id, workspace_id, hook_id, due_at, source_pipeline_id)
    VALUES (${trigger.triggerId}::uuid, ${trigger.workspaceId}::uuid, ${trigger.hookId}::uuid, to_timestamp(${dueAtSeconds}::float8),
            ${trigger.sourcePipelineId}::uuid)
    ON CONFLICT (trigger_id) DO UPDATE SET hook_id = excluded.hook_id, due_at = excluded.due_at,
           source_pipeline_id = excluded.source_pipeline_id`;
}

/** Removes a trigger from the active ones. */
export async function letGo(tx: TenantSql, triggerId: TriggerRowId): Promise<void> {
  await tx.$executeRaw`DELETE FROM system.live_triggers WHERE trigger_id = ${triggerId}::uuid`;
}

/**
 * Due triggers, longest due first: one of each workspace, then a second of each, and so on, so that a workspace with
 * thousands does not delay the others.
 */
export async function listDueTriggers(
  tx: SystemTransaction,
  nowMs: number,
  limit: number,
): Promise<readonly LiveTrigger[]> {
  return tx.$queryRaw<LiveTrigger[]>`
    SELECT trigger_id AS "triggerId", workspace_id AS "workspaceId"
      FROM (SELECT trigger_id, workspace_id, due_at, row_number() OVER (PARTITION BY workspace_id ORDER BY due_at) AS turn
              FROM system.live_triggers WHERE due_at <= to_timestamp(${nowMs / 1000}::float8)) AS due
     ORDER BY turn, due_at LIMIT ${limit}`;
}

/** Locks a due trigger until the transaction ends. False when another process holds it or has handled it. */
export async function takeDueTrigger(
  tx: TenantSql,
  triggerId: TriggerRowId,
  nowMs: number,
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ taken: number }[]>`
    SELECT 1 AS taken FROM system.live_triggers
     WHERE trigger_id = ${triggerId}::uuid AND due_at <= to_timestamp(${nowMs / 1000}::float8) FOR UPDATE SKIP LOCKED`;
  return rows.length === 1;
}

/**
 * Locks all active triggers of a pipeline before the pipeline itself: firing a trigger locks it first and updates the
 * pipeline's counters last, and the opposite order would deadlock.
 */
export async function holdTriggers(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM system.live_triggers
     WHERE trigger_id IN (SELECT id FROM triggers WHERE workspace_id = ${workspaceId}::uuid AND pipeline_id = ${pipelineId}::uuid)
     ORDER BY trigger_id FOR UPDATE`;
}

/** Sets when a trigger is next checked. */
export async function setDueAt(
  tx: TenantSql,
  triggerId: TriggerRowId,
  dueAtMs: number | null,
): Promise<void> {
  const dueAtSeconds = dueAtMs === null ? null : dueAtMs / 1000;
  await tx.$executeRaw`
    UPDATE system.live_triggers SET due_at = to_timestamp(${dueAtSeconds}::float8) WHERE trigger_id = ${triggerId}::uuid`;
}

/** The trigger of a webhook. Null where no active one has this id. */
export async function findHook(tx: SystemTransaction, hookId: string): Promise<LiveTrigger | null> {
  const rows = await tx.$queryRaw<LiveTrigger[]>`
    SELECT trigger_id AS "triggerId", workspace_id AS "workspaceId" FROM system.live_triggers WHERE hook_id = ${hookId}::uuid`;
  return rows[0] ?? null;
}

/** The database's time, which all processes share. */
export async function readDatabaseTime(tx: Pick<TenantSql, "$queryRaw">): Promise<number> {
  const rows = await tx.$queryRaw<{ nowMs: number }[]>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs"`;
  return rows[0]?.nowMs ?? Date.now();
}
