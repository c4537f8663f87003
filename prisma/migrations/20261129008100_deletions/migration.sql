-- What belongs to a run, to a pipeline or to a trigger goes with it, by the database itself.
alter table node_runs drop constraint node_runs_workspace_id_run_id_fkey, add constraint node_runs_workspace_id_run_id_fkey foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete cascade;
alter table attempts drop constraint attempts_workspace_id_run_id_node_id_iteration_fkey, add constraint attempts_workspace_id_run_id_node_id_iteration_fkey foreign key (workspace_id, run_id, node_id, iteration) references node_runs (workspace_id, run_id, node_id, iteration) on delete cascade;
alter table waits drop constraint waits_workspace_id_run_id_node_id_iteration_fkey, add constraint waits_workspace_id_run_id_node_id_iteration_fkey foreign key (workspace_id, run_id, node_id, iteration) references node_runs (workspace_id, run_id, node_id, iteration) on delete cascade;
alter table run_events drop constraint run_events_workspace_id_run_id_fkey, add constraint run_events_workspace_id_run_id_fkey foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete cascade;
alter table artifacts drop constraint artifacts_workspace_id_run_id_fkey, add constraint artifacts_workspace_id_run_id_fkey foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete cascade;
alter table budgets drop constraint budgets_workspace_id_run_id_fkey, add constraint budgets_workspace_id_run_id_fkey foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete cascade;
alter table budgets drop constraint budgets_workspace_id_pipeline_id_fkey, add constraint budgets_workspace_id_pipeline_id_fkey foreign key (workspace_id, pipeline_id) references pipelines (workspace_id, id) on delete cascade;
alter table pipeline_versions drop constraint pipeline_versions_workspace_id_pipeline_id_fkey, add constraint pipeline_versions_workspace_id_pipeline_id_fkey foreign key (workspace_id, pipeline_id) references pipelines (workspace_id, id) on delete cascade;
alter table pipeline_counts drop constraint pipeline_counts_workspace_id_pipeline_id_fkey, add constraint pipeline_counts_workspace_id_pipeline_id_fkey foreign key (workspace_id, pipeline_id) references pipelines (workspace_id, id) on delete cascade;
alter table triggers drop constraint triggers_workspace_id_pipeline_id_fkey, add constraint triggers_workspace_id_pipeline_id_fkey foreign key (workspace_id, pipeline_id) references pipelines (workspace_id, id) on delete cascade;
alter table trigger_firings drop constraint trigger_firings_workspace_id_trigger_id_fkey, add constraint trigger_firings_workspace_id_trigger_id_fkey foreign key (workspace_id, trigger_id) references triggers (workspace_id, id) on delete cascade;
alter table trigger_secrets drop constraint trigger_secrets_workspace_id_trigger_id_fkey, add constraint trigger_secrets_workspace_id_trigger_id_fkey foreign key (workspace_id, trigger_id) references triggers (workspace_id, id) on delete cascade;

-- What only names a run outlives it: the books, forks and what they took over, what started it, and what it sent.
alter table ledger_entries drop constraint ledger_entries_workspace_id_run_id_fkey;
alter table runs drop constraint runs_workspace_id_forked_from_run_id_fkey;
alter table node_runs drop constraint node_runs_workspace_id_reused_from_run_id_fkey;
alter table trigger_firings drop constraint trigger_firings_workspace_id_run_id_fkey;
alter table events drop constraint events_workspace_id_run_id_fkey;

-- Rows that are written once go in one way only: by a function below, with whatever they belong to. Such a function says so in a setting, which
-- counts only while it runs: with the rights of the tables' owner, that is, which no program has.
create function system.is_deleting(what text, rows_of oid) returns boolean
  language sql stable set search_path = pg_catalog, pg_temp
  return current_setting('penstock.deleting', true) = what
     and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = rows_of);

create or replace function system.refuse_change() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' and system.is_deleting('rows', tg_relid) then return old; end if;
  raise exception '% refuses %: its rows are written once', tg_table_name, lower(tg_op)
    using errcode = 'check_violation', constraint = tg_table_name || '_written_once';
end $$;

-- What was deleted, so that it is deleted once and has a name in the books.
create table deletions (
  workspace_id uuid not null references workspaces (id),
  kind         text not null constraint deletions_kind_check check (kind in ('run', 'pipeline')),
  subject_id   uuid not null,
  -- What it was called; null where it had no name.
  name         text,
  asked_at     timestamptz(3) not null default now(),
  -- Null: it is still going on.
  done_at      timestamptz(3),
  primary key (workspace_id, kind, subject_id)
);
alter table deletions enable row level security;
alter table deletions force row level security;
create policy tenant on deletions
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on deletions to penstock_app;
grant update (done_at) on deletions to penstock_app;

-- What is to be deleted in the background, in pieces. Ids only.
create table system.purges (
  workspace_id uuid not null,
  kind         text not null constraint purges_kind_check check (kind in ('pipeline', 'workspace')),
  -- The pipeline, or the workspace itself.
  subject_id   uuid not null,
  due_at       timestamptz(3) not null default clock_timestamp(),
  primary key (workspace_id, kind, subject_id)
);
create index purges_due_at_idx on system.purges (due_at);
grant select, insert, update, delete on system.purges to penstock_app;

-- Runs that have ended, with all that belongs to them; those that go on stay. Returns how many were deleted.
create function system.delete_runs(run_ids uuid[]) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  gone integer;
begin
  perform set_config('penstock.deleting', 'rows', true);
  with deleted as (
    delete from runs
     where workspace_id = system.current_workspace_id() and id = any(run_ids)
       and status in ('completed', 'failed', 'cancelled', 'timeout')
    returning id
  ), forgotten as (
    delete from system.open_runs using deleted where open_runs.run_id = deleted.id
  ), told as (
    delete from system.ended_runs using deleted where ended_runs.run_id = deleted.id
  )
  select count(*) into gone from deleted;
  perform set_config('penstock.deleting', '', true);
  return gone;
end $$;
revoke execute on function system.delete_runs(uuid[]) from public;
grant execute on function system.delete_runs(uuid[]) to penstock_app;

-- A pipeline whose runs are all gone, with its versions, triggers, counts and budgets.
create function system.delete_pipeline(pipeline uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  gone integer;
begin
  perform set_config('penstock.deleting', 'rows', true);
  delete from system.live_triggers using triggers
   where triggers.workspace_id = system.current_workspace_id() and triggers.pipeline_id = pipeline
     and live_triggers.trigger_id = triggers.id;
  delete from pipelines where workspace_id = system.current_workspace_id() and id = pipeline;
  get diagnostics gone = row_count;
  perform set_config('penstock.deleting', '', true);
  return gone > 0;
end $$;
revoke execute on function system.delete_pipeline(uuid) from public;
grant execute on function system.delete_pipeline(uuid) to penstock_app;

-- A piece of a workspace that has no members: some rows of every table, as far as no other table still needs them; in the end the workspace
-- itself. Returns whether it is gone. It asks the catalogue for the tables, so that one that is added later is not forgotten.
create function system.delete_workspace_piece(rows_at_once integer) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  workspace uuid := system.current_workspace_id();
  owned record;
  is_empty boolean := true;
  touched integer;
begin
  if workspace is null or exists (select from members where workspace_id = workspace) then
    raise exception 'only a workspace without members is deleted' using errcode = 'check_violation';
  end if;
  perform set_config('penstock.deleting', 'rows', true);
  for owned in
    select format('%I.%I', nspname, relname) as name, nspname = 'system' as is_system
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      join pg_attribute on attrelid = pg_class.oid and attname = 'workspace_id' and not attisdropped
     where relkind in ('r', 'p') and nspname in ('public', 'system') and relname <> 'purges'
     order by is_system, relname
  loop
    begin
      execute format('delete from %1$s where ctid = any(array(select ctid from %1$s where workspace_id = $1 limit $2))', owned.name)
        using workspace, rows_at_once;
      get diagnostics touched = row_count;
      is_empty := is_empty and touched = 0;
    exception when foreign_key_violation then
      is_empty := false;
    end;
  end loop;
  if is_empty then delete from workspaces where id = workspace; end if;
  perform set_config('penstock.deleting', '', true);
  return is_empty;
end $$;
revoke execute on function system.delete_workspace_piece(integer) from public;
grant execute on function system.delete_workspace_piece(integer) to penstock_app;
