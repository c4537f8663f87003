import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * Passes an attempt that was claimed ahead to the worker that now executes it. The token changes, so that of two with
 * the old token only the first continues. False when the old token no longer holds the lease.
 */
export async function rotateLease(
  tx: TenantSql,
  ref: NodeRunRef,
  attempt: number,
  from: string,
  to: { readonly leaseToken: string; readonly workerId: string; readonly leaseMs: number },
): Promise<boolean> {
  const taken = await tx.$executeRaw`
    UPDATE attempts SET lease_token = ${to.leaseToken}::uuid, worker_id = ${to.workerId}
     WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND node_id = ${ref.nodeId}
       AND number = ${attempt} AND status = 'running' AND lease_token = ${from}::uuid`;
  if (taken === 0) return false;
  await tx.$executeRaw`
    UPDATE system.leases SET lease_token = ${to.leaseToken}::uuid, worker_id = ${to.workerId},
           expires_at = clock_timestamp() + make_interval(secs => ${to.leaseMs / 1000}::float8)
     WHERE run_id = ${ref.runId}::uuid AND node_id = ${ref.nodeId} AND attempt = ${attempt}`;
  return true;
}
