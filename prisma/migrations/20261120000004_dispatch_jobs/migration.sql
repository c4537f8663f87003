-- The program hands jobs to the queue inside its own transaction without any right on the queue's tables. The queue's
-- functions are looked up when this runs, so its migrations may come before or after ours.
--
-- Events are delivered to the embedded engine as Inngest delivers them: one whose id already waits or runs starts nothing new.
-- graphile-worker's own modes would replace the job that waits, or run a second one beside it. A job that was set aside
-- after too many crashes makes room. `jobs` is an array of the program's `JobSpec` (src/core/engine/job-spec.ts).
-- Returns how many jobs were added.
--
-- The queue's functions notify its workers in the transaction that adds the job, and PostgreSQL lets transactions that notify
-- commit only one after another. So they find a silent pg_notify first, and the program rings when it has committed
-- (src/server/db/bell.ts).
create schema quiet;
create function quiet.pg_notify(text, text) returns void language plpgsql as 'begin end';
grant usage on schema quiet to penstock_engine;

create function system.dispatch_jobs(jobs jsonb) returns integer
  language plpgsql security definer set search_path = quiet, pg_catalog, pg_temp as $$
begin
  return (
    select count(*)
    from (
      select array(
        select distinct on (job.job_key)
          row(job.task, job.payload, null, job.run_at, job.max_attempts, job.job_key, null, job.flags)::graphile_worker.job_spec
        from jsonb_to_recordset(jobs) as job(
          task text, payload json, run_at timestamptz, max_attempts smallint, job_key text, flags text[])
        where not exists (
          select from graphile_worker.jobs as existing
          where existing.key = job.job_key and (existing.locked_at is not null or existing.attempts < existing.max_attempts))
      ) as specs
    ) as fresh
    cross join lateral graphile_worker.add_jobs(fresh.specs, true)
    where cardinality(fresh.specs) > 0
  );
end $$;

revoke execute on function system.dispatch_jobs(jsonb) from public;
grant execute on function system.dispatch_jobs(jsonb) to penstock_app;
-- Runs as the queue's owner. Whoever is given a function must be able to create in its schema at that moment, and only then.
grant usage, create on schema system to penstock_engine;
alter function system.dispatch_jobs(jsonb) owner to penstock_engine;
revoke create on schema system from penstock_engine;
