import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { SystemTransaction } from "#server/db/driver/with-tenant.ts";

/** A run that the reconciler must check. */
export interface DueRun {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
}

/** A run that is due for a check. */
export interface RunToCheck extends DueRun {
  /** It had ended by then, so its log may be tidied. */
  readonly hasEnded: boolean;
}

/** Starts watching a run that has begun and has not ended. */
export async function watchOpenRun(
  tx: TenantSql,
  run: DueRun,
  deadlineMs: number,
  checkAfterMs: number,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO system.open_runs (run_id, workspace_id, deadline_at, check_at)
    VALUES (${run.runId}::uuid, ${run.workspaceId}::uuid, to_timestamp(${deadlineMs / 1000}::float8),
            clock_timestamp() + make_interval(secs => ${checkAfterMs / 1000}::float8))
    ON CONFLICT (run_id) DO NOTHING`;
}

/**
 * Ended runs are checked once more, to delete text that is stored twice. Here and below the list comes from a subquery,
 * so that the statement is planned once (see `findNodeRunProgress`).
 */
export async function markRunsEnded(
  tx: TenantSql,
  runIds: readonly RunId[],
  tidyAfterMs: number,
): Promise<void> {
  if (runIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE system.open_runs SET deadline_at = 'infinity',
           check_at = clock_timestamp() + make_interval(secs => ${tidyAfterMs / 1000}::float8)
     WHERE run_id = ANY((SELECT ${[...runIds]}::uuid[])::uuid[])`;
}

/** Stops watching these runs: nothing more is to be done. */
export async function forgetRuns(tx: TenantSql, runIds: readonly RunId[]): Promise<void> {
  if (runIds.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM system.open_runs WHERE run_id = ANY((SELECT ${[...runIds]}::uuid[])::uuid[])`;
}

/** Schedules an earlier check for when something in a run is due, in case nobody has acted by then. */
export async function hastenCheck(tx: TenantSql, runId: RunId, atMs: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE system.open_runs SET check_at = to_timestamp(${atMs / 1000}::float8)
     WHERE run_id = ${runId}::uuid AND check_at > to_timestamp(${atMs / 1000}::float8)
       AND deadline_at IS DISTINCT FROM 'infinity'`;
}

/**
 * A run that only waits has no deadline, and is not checked before one of its waits is due. Call it after its node runs
 * have been written.
 */
export async function letRunRest(
  tx: TenantSql,
  { workspaceId, runId }: DueRun,
  graceMs: number,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE system.open_runs SET deadline_at = NULL, check_at = coalesce(
           (SELECT greatest(min(n.wake_at), clock_timestamp()) + make_interval(secs => ${graceMs / 1000}::float8) FROM node_runs n
             WHERE n.workspace_id = ${workspaceId}::uuid AND n.run_id = ${runId}::uuid AND n.status = 'waiting'
            HAVING min(n.wake_at) IS NOT NULL), 'infinity')
     WHERE run_id = ${runId}::uuid AND deadline_at IS DISTINCT FROM 'infinity'`;
}

/** Watches a run again whose clock was stopped and that continues. */
export async function watchRunAgain(
  tx: TenantSql,
  runId: RunId,
  deadlineMs: number,
  checkAfterMs: number,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE system.open_runs SET deadline_at = to_timestamp(${deadlineMs / 1000}::float8),
           check_at = least(check_at, clock_timestamp() + make_interval(secs => ${checkAfterMs / 1000}::float8))
     WHERE run_id = ${runId}::uuid AND deadline_at IS NULL`;
}

/**
 * Runs past their deadline. Compared with the time of the statement, a constant: only then does the planner use the
 * index that skips waiting runs.
 */
export async function listOverdueRuns(tx: SystemTransaction, limit: number): Promise<readonly DueRun[]> {
  return tx.$queryRaw<DueRun[]>`
    SELECT workspace_id AS "workspaceId", run_id AS "runId" FROM system.open_runs
     WHERE deadline_at <= statement_timestamp() ORDER BY deadline_at LIMIT ${limit}`;
}

/**
 * Takes runs that were not checked for a while. Each goes to one caller, and is due again later. `open` skips runs that
 * have ended.
 */
export async function takeRunsToCheck(
  tx: SystemTransaction,
  limit: number,
  againAfterMs: number,
  which: "all" | "open" = "all",
): Promise<readonly RunToCheck[]> {
  return tx.$queryRaw<RunToCheck[]>`
    UPDATE system.open_runs SET check_at = clock_timestamp() + make_interval(secs => ${againAfterMs / 1000}::float8)
     WHERE run_id IN (SELECT run_id FROM system.open_runs WHERE check_at <= statement_timestamp()
                         AND (${which === "all"} OR deadline_at IS DISTINCT FROM 'infinity')
                       ORDER BY check_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING workspace_id AS "workspaceId", run_id AS "runId", coalesce(deadline_at = 'infinity', false) AS "hasEnded"`;
}
