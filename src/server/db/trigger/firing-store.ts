import type { RunId, TriggerRowId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** The outcome of an occurrence. `queued`: it waits for the run before it. */
export type FiringOutcome = "started" | "queued" | "skipped" | "missed" | "coalesced" | "refused";

export interface NewFiring {
  readonly key: string;
  readonly dueAtMs: number;
  readonly outcome: FiringOutcome;
  /** Why it did not start. Null where it did. */
  readonly reason: string | null;
}

export interface Firing extends NewFiring {
  readonly runId: RunId | null;
  readonly createdAtMs: number;
}

/** Inserts occurrences; existing ones stay unchanged. */
export async function insertFirings(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  triggerId: TriggerRowId,
  firings: readonly NewFiring[],
): Promise<void> {
  if (firings.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO trigger_firings (workspace_id, trigger_id, occurrence_key, due_at, outcome, reason)
    SELECT ${workspaceId}::uuid, ${triggerId}::uuid, f.key, to_timestamp(f.due_at_ms / 1000), f.outcome, f.reason
      FROM jsonb_to_recordset(${JSON.stringify(firings.map(toRow))}::jsonb)
        AS f(key text, due_at_ms float8, outcome text, reason text)
    ON CONFLICT (workspace_id, trigger_id, occurrence_key) DO NOTHING`;
}

function toRow({ key, dueAtMs, outcome, reason }: NewFiring) {
  return { key, due_at_ms: dueAtMs, outcome, reason };
}

/**
 * Takes an occurrence for a run that the same transaction starts, or records why none is started. An occurrence that
 * failed to start can be taken again, a started one never. False then: `findFiring` returns its run.
 */
export async function takeOccurrence(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  triggerId: TriggerRowId,
  firing: NewFiring,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO trigger_firings AS f (workspace_id, trigger_id, occurrence_key, due_at, outcome, reason)
    VALUES (${workspaceId}::uuid, ${triggerId}::uuid, ${firing.key}, to_timestamp(${firing.dueAtMs / 1000}::float8), ${firing.outcome},
            ${firing.reason})
    ON CONFLICT (workspace_id, trigger_id, occurrence_key) DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason
     WHERE f.outcome <> 'started'`;
  return count === 1;
}

/** Records which run an occurrence started, and which runs led to it. */
export async function setFiringRun(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  triggerId: TriggerRowId,
  key: string,
  { runId, ledBy }: { readonly runId: RunId; readonly ledBy: readonly RunId[] },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE trigger_firings SET run_id = ${runId}::uuid, led_by = ${[...ledBy]}::uuid[]
     WHERE workspace_id = ${workspaceId}::uuid AND trigger_id = ${triggerId}::uuid AND occurrence_key = ${key}`;
}

export async function findFiring(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  triggerId: TriggerRowId,
  key: string,
): Promise<Firing | null> {
  const rows = await tx.$queryRaw<Firing[]>`
    SELECT occurrence_key AS key, (extract(epoch FROM due_at) * 1000)::float8 AS "dueAtMs", outcome, reason, run_id AS "runId",
           (extract(epoch FROM created_at) * 1000)::float8 AS "createdAtMs"
      FROM trigger_firings
     WHERE workspace_id = ${workspaceId}::uuid AND trigger_id = ${triggerId}::uuid AND occurrence_key = ${key}`;
  return rows[0] ?? null;
}

/** The occurrence that waits for the run before it. Null: none. */
export async function findQueuedFiring(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  triggerId: TriggerRowId,
): Promise<Firing | null> {
  const rows = await tx.$queryRaw<Firing[]>`
    SELECT occurrence_key AS key, (extract(epoch FROM due_at) * 1000)::float8 AS "dueAtMs", outcome, reason, run_id AS "runId",
           (extract(epoch FROM created_at) * 1000)::float8 AS "createdAtMs"
      FROM trigger_firings
     WHERE workspace_id = ${workspaceId}::uuid AND trigger_id = ${triggerId}::uuid AND outcome = 'queued'
     ORDER BY due_at LIMIT 1`;
  return rows[0] ?? null;
}

/** Skips waiting occurrences, with the reason. */
export async function skipQueuedFirings(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  triggerId: TriggerRowId,
  reason: string,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE trigger_firings SET outcome = 'skipped', reason = ${reason}
     WHERE workspace_id = ${workspaceId}::uuid AND trigger_id = ${triggerId}::uuid AND outcome = 'queued'`;
}

/** A page of occurrences begins after this one. */
export interface FiringPlace {
  readonly dueAtMs: number;
  readonly key: string;
}

/** Occurrences, latest due first. */
export async function listFirings(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  triggerId: TriggerRowId,
  limit: number,
  before: FiringPlace | null,
): Promise<readonly Firing[]> {
  return tx.$queryRaw<Firing[]>`
    SELECT occurrence_key AS key, (extract(epoch FROM due_at) * 1000)::float8 AS "dueAtMs", outcome, reason, run_id AS "runId",
           (extract(epoch FROM created_at) * 1000)::float8 AS "createdAtMs"
      FROM trigger_firings
     WHERE workspace_id = ${workspaceId}::uuid AND trigger_id = ${triggerId}::uuid
       AND (${before === null} OR (due_at, occurrence_key) < (to_timestamp(${(before?.dueAtMs ?? 0) / 1000}::float8), ${before?.key ?? ""}))
     ORDER BY due_at DESC, occurrence_key DESC LIMIT ${limit}`;
}
