import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import type { JobSpec } from "#core/dispatch/job-spec.ts";
import type { WorkspaceId } from "#core/ids.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import { ringAfterCommit } from "#server/db/bell.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { SystemTransaction } from "#server/db/driver/with-tenant.ts";

/** An event that has been written and not yet been handed to a real Inngest server. */
export interface UnsentEvent extends EngineEvent {
  readonly outboxId: number;
}

/** Writes events to be sent once this transaction has committed. */
export async function appendOutbox(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  events: readonly EngineEvent[],
): Promise<void> {
  if (events.length === 0) return;
  ringAfterCommit(tx, "outbox", "");
  await tx.$executeRaw`
    INSERT INTO system.outbox (event_name, workspace_id, payload, not_before, created_at)
    SELECT e.name, ${workspaceId}::uuid, jsonb_build_object('id', e.id, 'data', e.data),
           to_timestamp(e.ts / 1000), clock_timestamp()
      FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS e(name text, id text, data jsonb, ts float8)`;
}

/**
 * Hands jobs of a workspace to the embedded engine's queue inside this transaction: the job is there exactly when the
 * progress is. `nodeRun` is the one that they are for, if it is exactly one and ready now: the bell names it to
 * workers.
 */
export async function dispatchJobs(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  jobs: readonly JobSpec[],
  nodeRun: NodeRunRef | null,
): Promise<void> {
  if (jobs.length === 0) return;
  // What the queue itself would say, and whose they are. The random part keeps PostgreSQL from taking two for one.
  const ring = {
    r: Math.random(),
    count: jobs.length,
    workspaceId,
    ...(nodeRun === null ? {} : { nodeRun }),
  };
  ringAfterCommit(tx, "jobs:insert", JSON.stringify(ring));
  await tx.$executeRaw`SELECT system.dispatch_jobs(${JSON.stringify(jobs)}::jsonb)`;
}

/** The oldest events that have not been sent. Two may read the same ones: their ids make a second sending harmless. */
export async function listUnsent(tx: SystemTransaction, limit: number): Promise<readonly UnsentEvent[]> {
  return tx.$queryRaw<UnsentEvent[]>`
    SELECT id::float8 AS "outboxId", event_name AS name, payload->>'id' AS id, payload->'data' AS data,
           (extract(epoch FROM not_before) * 1000)::float8 AS ts
      FROM system.outbox WHERE sent_at IS NULL ORDER BY id LIMIT ${limit}`;
}

/** Marks events as sent, and drops those that were sent long ago. */
export async function markSent(tx: SystemTransaction, outboxIds: readonly number[]): Promise<void> {
  await tx.$executeRaw`UPDATE system.outbox SET sent_at = clock_timestamp() WHERE id = ANY(${[...outboxIds]}::bigint[])`;
  await tx.$executeRaw`DELETE FROM system.outbox WHERE sent_at < statement_timestamp() - interval '1 day'`;
}
