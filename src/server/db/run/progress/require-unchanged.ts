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

/** Others have written to the run or taken an attempt over since it was last looked at. */
export class ChangedMeanwhileError extends Error {
  override readonly name = "ChangedMeanwhileError";
}

/**
 * Takes the run's lock and fails the transaction unless everything is as it was, so that what has been decided already can travel in the same
 * packet behind it. In two statements: the second begins when the lock is held, so what it reads is what the lock protects.
 * @throws ChangedMeanwhileError
 */
export async function requireUnchanged(tx: TenantSql, expected: Unchanged): Promise<void> {
  const { workspaceId, runId, frontier, lastEventSeq, held } = expected;
  const [nodeIds, leaseTokens] = [held.map(({ nodeId }) => nodeId), held.map(({ leaseToken }) => leaseToken)];
  await Promise.all([
    orChanged(tx.$executeRaw`
      SELECT 1 / count(*) FROM (
        SELECT FROM runs
         WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid AND status = 'running' AND closing IS NULL
           AND last_event_seq = ${lastEventSeq} AND frontier = ${frontier}
           FOR NO KEY UPDATE) AS unchanged`),
    orChanged(tx.$executeRaw`
      SELECT 1 / (count(*) = ${held.length}::int)::int FROM attempts
       WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid AND node_id = ANY(${nodeIds}::text[])
         AND status = 'running' AND lease_token = ANY(${leaseTokens}::uuid[])`),
  ]);
}

const divisionByZero = "22012";

/** A division by zero is the one way for a plain statement to refuse what comes behind it. */
async function orChanged(statement: Promise<unknown>): Promise<void> {
  try {
    await statement;
  } catch (error) {
    const isZero = error instanceof Error && "code" in error && error.code === divisionByZero;
    throw isZero ? new ChangedMeanwhileError("The run has changed meanwhile.", { cause: error }) : error;
  }
}
