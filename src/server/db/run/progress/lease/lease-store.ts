import type { NodeRunRef } from "#core/run/node-task.ts";
import type { SystemTransaction } from "#server/db/driver/with-tenant.ts";

/** A lease as its holder knows it. */
export interface HeldLease {
  readonly leaseToken: string;
  readonly abortRequested: boolean;
}

/** A lease that its worker renews. */
export interface CarriedLease {
  readonly leaseToken: string;
  /** The call of its attempt has been sent. */
  readonly isSent: boolean;
}

/**
 * Renews a worker's leases in one statement. Returns those that it still holds; a missing token was taken over, and its
 * work must stop. Only named leases are renewed, so an attempt that nobody works on any longer expires even though its
 * process lives.
 *
 * A lease that a step is just writing is skipped until the next heartbeat. Waiting for it could deadlock: the step may
 * want another of these leases next.
 */
export async function renewLeases(
  tx: SystemTransaction,
  carried: readonly CarriedLease[],
  leaseMs: number,
): Promise<readonly HeldLease[]> {
  const tokens = carried.map(({ leaseToken }) => leaseToken);
  const sent = carried.filter(({ isSent }) => isSent).map(({ leaseToken }) => leaseToken);
  return tx.$queryRaw<HeldLease[]>`
    WITH free AS (
      SELECT run_id, node_id, attempt FROM system.leases
       WHERE lease_token = ANY(${tokens}::uuid[]) FOR NO KEY UPDATE SKIP LOCKED
    ), renewed AS (
      UPDATE system.leases l SET expires_at = clock_timestamp() + make_interval(secs => ${leaseMs / 1000}::float8),
             is_sent = l.is_sent OR l.lease_token = ANY(${sent}::uuid[])
        FROM free f
       WHERE l.run_id = f.run_id AND l.node_id = f.node_id AND l.attempt = f.attempt
    )
    SELECT lease_token::text AS "leaseToken", abort_requested AS "abortRequested"
      FROM system.leases WHERE lease_token = ANY(${tokens}::uuid[])`;
}

/** Expires all leases of other workers: called by the one worker that knows all others are dead. */
export async function expireLeasesOfOthers(tx: SystemTransaction, workerId: string): Promise<number> {
  return tx.$executeRaw`UPDATE system.leases SET expires_at = clock_timestamp() WHERE worker_id <> ${workerId}`;
}

/** Node runs whose lease has expired. */
export async function listExpiredLeases(
  tx: SystemTransaction,
  limit: number,
): Promise<readonly NodeRunRef[]> {
  return tx.$queryRaw<NodeRunRef[]>`
    SELECT workspace_id AS "workspaceId", run_id AS "runId", node_id AS "nodeId"
      FROM system.leases WHERE expires_at <= statement_timestamp() ORDER BY expires_at LIMIT ${limit}`;
}
