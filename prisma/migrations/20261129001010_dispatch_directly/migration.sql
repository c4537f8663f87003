-- The same promise as before in one insert: a job whose key already waits or runs is left alone, one that was set aside
-- after too many crashes makes room. The queue's own function looks four times, and notifies in the transaction, which
-- had to be silenced. What this takes for granted of the queue's tables is held by the tests of the embedded engine; the
-- queue's version is pinned.
--
-- Only its owner may replace it.
grant usage, create on schema system to penstock_engine;
set role penstock_engine;

create or replace function system.dispatch_jobs(jobs jsonb) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  added integer;
begin
  insert into graphile_worker._private_tasks (identifier)
    select distinct job.task from jsonb_to_recordset(jobs) as job(task text)
     where not exists (select from graphile_worker._private_tasks as known where known.identifier = job.task)
    on conflict do nothing;
  insert into graphile_worker._private_jobs as kept (task_id, payload, run_at, max_attempts, key, flags)
    select distinct on (job.job_key)
           (select id from graphile_worker._private_tasks as known where known.identifier = job.task),
           coalesce(job.payload, '{}'), coalesce(job.run_at, now()), job.max_attempts, job.job_key,
           (select jsonb_object_agg(flag, true) from unnest(job.flags) as item(flag))
      from jsonb_to_recordset(jobs) as job(
        task text, payload json, run_at timestamptz, max_attempts smallint, job_key text, flags text[])
    on conflict (key) do update set
      task_id = excluded.task_id, payload = excluded.payload, run_at = excluded.run_at, max_attempts = excluded.max_attempts,
      flags = excluded.flags, attempts = 0, last_error = null, revision = kept.revision + 1, updated_at = now()
      where kept.locked_at is null and kept.attempts >= kept.max_attempts;
  get diagnostics added = row_count;
  return added;
end $$;

reset role;
revoke create on schema system from penstock_engine;

-- Nobody notifies in silence any more.
drop function quiet.pg_notify(text, text);
drop schema quiet;
