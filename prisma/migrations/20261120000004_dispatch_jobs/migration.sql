-- Events are delivered to the embedded engine as Inngest delivers them: one whose id already waits or runs starts nothing new.
-- graphile-worker's own modes would replace the job that waits, or run a second one beside it. A job that was set aside
-- after too many crashes makes room. `jobs` is an array of the program's `JobSpec` (src/core/engine/job-spec.ts).
-- Returns how many jobs were added.
create or replace function system.dispatch_jobs(jobs jsonb) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
    select count(*) from graphile_worker.add_jobs(array(
      select distinct on (job.job_key)
        row(job.task, job.payload, null, job.run_at, job.max_attempts, job.job_key, null, job.flags)::graphile_worker.job_spec
      from jsonb_to_recordset(jobs) as job(
        task text, payload json, run_at timestamptz, max_attempts smallint, job_key text, flags text[])
      where not exists (
        select from graphile_worker.jobs as existing
        where existing.key = job.job_key and (existing.locked_at is not null or existing.attempts < existing.max_attempts))
    ), true)
  );
end $$;
