-- Pipelines that start when a run of another ends.
alter table system.live_triggers add column source_pipeline_id uuid;
create index on system.live_triggers (source_pipeline_id);
create index on trigger_firings (workspace_id, run_id);

-- Runs that have ended and that somebody waits for, until those have been told.
create table system.ended_runs (
  run_id       uuid not null primary key,
  workspace_id uuid not null,
  look_at      timestamptz(3) not null default clock_timestamp()
);
create index on system.ended_runs (look_at);
grant select, insert, update, delete on system.ended_runs to penstock_app;

-- In the transaction that ends the run, whichever way it ends.
create function system.note_run_end() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  insert into system.ended_runs (run_id, workspace_id)
  select new.id, new.workspace_id
   where exists (select from system.live_triggers where source_pipeline_id = new.pipeline_id)
  on conflict do nothing;
  return null;
end $$;

create trigger runs_note_end after update on runs for each row
  when (old.finished_at is null and new.finished_at is not null)
  execute function system.note_run_end();
