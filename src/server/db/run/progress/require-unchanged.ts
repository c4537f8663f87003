import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What must still hold of a run and of some attempts of it. */
export interface Unchanged {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly frontier: string;
  readonly lastEventSeq: number;
  /** The newest attempts of these node runs must still run under these leases. */
  readonly held: readonly { readonly nodeId: string; readonly leaseToken: string }[];
}

/** What `system.require` raises. */
const requirementFailed = "PN001";

/**
 * True when others have written to the run or taken an attempt over since it was last looked at. Every statement of the packet fails with
 * the error of the first that failed, so any of them may be asked.
 */
export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === requirementFailed;
}

/**
 * Takes the run's lock and fails the transaction unless everything is as it was, so that what has been decided already can travel in the same
 * packet behind it. In two statements: the second begins when the lock is held, so what it reads is what the lock protects.
 * @throws what `isChangedMeanwhile` knows
 */
export async function requireUnchanged(tx: TenantSql, expected: Unchanged): Promise<void> {
  const { workspaceId, runId, frontier, lastEventSeq, held } = expected;
  const [nodeIds, leaseTokens] = [held.map(({ nodeId }) => nodeId), held.map(({ leaseToken }) => leaseToken)];
  await Promise.all([
    tx.$executeRaw`
      SELECT system.require(count(*) = 1) FROM (
        SELECT FROM runs
         WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid AND status = 'running' AND closing IS NULL
           AND last_event_seq = ${lastEventSeq} AND frontier = ${frontier}
           FOR NO KEY UPDATE) AS unchanged`,
    tx.$executeRaw`
      SELECT system.require(count(*) = ${held.length}::int) FROM attempts
       WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid AND node_id = ANY(${nodeIds}::text[])
         AND status = 'running' AND lease_token = ANY(${leaseTokens}::uuid[])`,
  ]);
}
