import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** How long an attempt's worker has been silent. */
export interface Silence {
  readonly nodeId: string;
  readonly attempt: number;
  readonly silentMs: number;
}

/**
 * The attempts of a run in progress, with the time since their workers last renewed a lease of `leaseMs`. Null when the
 * workspace has no such run. Measured by the database's clock, so that no other clock matters.
 */
export async function listSilences(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  leaseMs: number,
): Promise<readonly Silence[] | null> {
  const runs = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM runs WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  if (runs.length === 0) return null;
  return tx.$queryRaw<Silence[]>`
    SELECT node_id AS "nodeId", attempt,
           greatest(0, ${leaseMs}::float8 - extract(epoch FROM expires_at - clock_timestamp()) * 1000)::float8 AS "silentMs"
      FROM system.leases WHERE run_id = ${runId}::uuid AND workspace_id = ${workspaceId}::uuid
     ORDER BY node_id, attempt`;
}
