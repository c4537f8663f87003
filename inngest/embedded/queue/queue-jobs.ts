import type { Pool } from "pg";
import type { JobSpec } from "#core/dispatch/job-spec.ts";

/**
 * Adds jobs through graphile-worker's own function, in one statement. `system.dispatch_jobs` does the same for the
 * app's transactions. A job whose key already waits or runs is left alone; one that was set aside after too many
 * crashes is replaced.
 */
const addNewJobs = `
select count(*)::int as added, set_config('synchronous_commit', 'on', true)
from graphile_worker.add_jobs(array(
  select distinct on (spec.job_key)
    row(spec.task, spec.payload, null, spec.run_at, spec.max_attempts, spec.job_key, null, spec.flags)::graphile_worker.job_spec
  from json_to_recordset($1::json) as spec(
    task text, payload json, run_at timestamptz, max_attempts int, job_key text, flags text[])
  where not exists (
    select from graphile_worker.jobs as existing
    where existing.key = spec.job_key and (existing.locked_at is not null or existing.attempts < existing.max_attempts))
), true)`;

/**
 * Replaces the running job by other jobs. The first of them gets its key: graphile-worker then takes the key from the
 * old one and never runs that again. Both happen in this one statement, so there is always exactly one heir. If the old
 * job has lost its key or its lock, another worker has taken over, and nothing is added.
 */
const replaceJob = `
select count(*)::int as added, set_config('synchronous_commit', 'on', true)
from graphile_worker.add_jobs(array(
  select row(spec.task, spec.payload, null, spec.run_at, spec.max_attempts, spec.job_key, null, spec.flags)::graphile_worker.job_spec
  from json_to_recordset($1::json) as spec(
    task text, payload json, run_at timestamptz, max_attempts int, job_key text, flags text[])
  where exists (select from graphile_worker.jobs as old where old.id = $2::bigint and old.key = $3::text and old.locked_at is not null)
), false)`;

/**
 * Due jobs that nobody has taken (counted up to $1), how long until the next one is due, and, if $2 names flags,
 * whether there is one that has none of them.
 */
const dueJobs = `
select
  (select count(*)::int from (
    select from graphile_worker._private_jobs
    where is_available and priority = 0 and run_at <= now() limit $1) as due) as due,
  (select ceil(extract(epoch from run_at - now()) * 1000)::float8 from graphile_worker._private_jobs
    where is_available and priority = 0 and run_at > now() order by run_at limit 1) as "nextInMs",
  case when $2::text[] is null then false else exists (
    select from graphile_worker._private_jobs
    where is_available and priority = 0 and run_at <= now() and (flags ?| $2::text[]) is not true) end as others`;

/** The running job that others replace. */
export interface OldJob {
  readonly id: string;
  readonly key: string;
}

export async function addJobs(pool: Pool, specs: readonly JobSpec<unknown>[]): Promise<void> {
  if (specs.length === 0) return;
  await pool.query({ name: "penstock-add-jobs", text: addNewJobs, values: [JSON.stringify(specs)] });
}

/** False if this worker may no longer continue the run. */
export async function replaceJobBy(
  pool: Pool,
  old: OldJob,
  specs: readonly JobSpec<unknown>[],
): Promise<boolean> {
  const { rows } = await pool.query<{ added: number }>({
    name: "penstock-replace-job",
    text: replaceJob,
    values: [JSON.stringify(specs), old.id, old.key],
  });
  return (rows[0]?.added ?? 0) > 0;
}

export interface DueJobs {
  readonly due: number;
  readonly nextInMs: number | null;
  /** Whether one of them has none of the flags that were named; false if none were. */
  readonly others: boolean;
}

export async function countDueJobs(
  pool: Pool,
  upTo: number,
  knownFlags: readonly string[] | null,
): Promise<DueJobs> {
  const { rows } = await pool.query<DueJobs>({
    name: "penstock-due-jobs",
    text: dueJobs,
    values: [upTo, knownFlags],
  });
  return rows[0] ?? { due: 0, nextInMs: null, others: false };
}

/**
 * Returns the jobs of workers that died. Only the holder of the worker lock may call it: any other process that has
 * locked a job is dead. graphile-worker itself would wait four hours, and cannot exempt single jobs.
 *
 * @param atWork Ids of jobs that this process is still working on, from before it lost the database.
 */
export async function unlockJobsOfTheDead(pool: Pool, atWork: readonly string[]): Promise<number> {
  const { rowCount } = await pool.query(
    `update graphile_worker._private_jobs set locked_at = null, locked_by = null
     where locked_at is not null and id <> all($1::bigint[])`,
    [[...atWork]],
  );
  return rowCount ?? 0;
}

/**
 * Removes jobs that were replaced and whose worker died before it could. Returns how many are set aside after too many
 * crashes.
 */
export async function tidyDeadJobs(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ setAside: number }>(
    `with dead as (
       select id, key from graphile_worker.jobs where locked_at is null and attempts >= max_attempts
     ), removed as (
       select count(*) from graphile_worker.complete_jobs(array(select id from dead where key is null))
     )
     select (select count(*)::int from dead where key is not null) as "setAside" from removed`,
  );
  return rows[0]?.setAside ?? 0;
}
