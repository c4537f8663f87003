import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import type { JobSpec } from "#core/dispatch/job-spec.ts";
import type { WorkspaceId } from "#core/ids.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import { ringAfterCommit } from "#server/db/bell.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { SystemTransaction } from "#server/db/driver/with-tenant.ts";

/** An event that is written but not yet sent to a real Inngest server. */
export interface UnsentEvent extends EngineEvent {
  readonly outboxId: number;
}

/** Writes events to be sent after this transaction has committed. */
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
 * Adds jobs of a workspace to the embedded engine's queue in this transaction, so a job exists exactly when the
 * progress does. `nodeRun`: the node run they are for, if it is exactly one and ready now; the bell names it to
 * workers.
 */
export async function dispatchJobs(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  jobs: readonly JobSpec[],
  nodeRun: NodeRunRef | null,
): Promise<void> {
  if (jobs.length === 0) return;
  // The queue's own notification, plus the workspace. The random part keeps PostgreSQL from merging two into one.
  const ring = {
    r: Math.random(),
    count: jobs.length,
    workspaceId,
    ...(nodeRun === null ? {} : { nodeRun }),
  };
  ringAfterCommit(tx, "jobs:insert", JSON.stringify(ring));
  await tx.$executeRaw`SELECT system.dispatch_jobs(${JSON.stringify(jobs)}::jsonb)`;
}

/** The oldest unsent events. Two processes may read the same ones: their ids make a second sending harmless. */
export async function listUnsent(tx: SystemTransaction, limit: number): Promise<readonly UnsentEvent[]> {
  return tx.$queryRaw<UnsentEvent[]>`
    SELECT id::float8 AS "outboxId", event_name AS name, payload->>'id' AS id, payload->'data' AS data,
           (extract(epoch FROM not_before) * 1000)::float8 AS ts
      FROM system.outbox WHERE sent_at IS NULL ORDER BY id LIMIT ${limit}`;
}

/** Marks events as sent, and deletes those that were sent long ago. */
export async function markSent(tx: SystemTransaction, outboxIds: readonly number[]): Promise<void> {
  await tx.$executeRaw`UPDATE system.outbox SET sent_at = clock_timestamp() WHERE id = ANY(${[...outboxIds]}::bigint[])`;
  await tx.$executeRaw`DELETE FROM system.outbox WHERE sent_at < statement_timestamp() - interval '1 day'`;
}
