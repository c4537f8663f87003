-- How many days after its end the inputs and outputs of a run are kept; null: for good. What was done, when, and what it cost stays.
alter table workspaces add column retention_days integer constraint workspaces_retention_days_check check (retention_days between 1 and 3650);

-- Since then its bodies are gone.
alter table runs add column bodies_deleted_at timestamptz(3);
create index runs_with_bodies_idx on runs (workspace_id, finished_at) where finished_at is not null and bodies_deleted_at is null;

create or replace function system.refuse_change() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' and system.is_deleting('rows', tg_relid) then return old; end if;
  if tg_op = 'UPDATE' and system.is_deleting('bodies', tg_relid) then return new; end if;
  raise exception '% refuses %: its rows are written once', tg_table_name, lower(tg_op)
    using errcode = 'check_violation', constraint = tg_table_name || '_written_once';
end $$;

-- The bodies of some runs that ended before a moment: what went into them and their nodes, what came out and was said, files, what people were
-- shown and wrote. A run that somebody holds is left for the next time. Returns how many runs there were.
create function system.delete_bodies(ended_before timestamptz, runs_at_once integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  workspace uuid := system.current_workspace_id();
  chosen uuid[];
begin
  chosen := array(
    select id from runs
     where workspace_id = workspace and finished_at < ended_before and bodies_deleted_at is null
       and status in ('completed', 'failed', 'cancelled', 'timeout')
     order by finished_at limit runs_at_once for update skip locked);
  perform set_config('penstock.deleting', 'bodies', true);
  update node_runs set input = null, output = null where workspace_id = workspace and run_id = any(chosen);
  update attempts set text = null where workspace_id = workspace and run_id = any(chosen) and text is not null;
  delete from run_events where workspace_id = workspace and run_id = any(chosen) and type = 'node.delta';
  -- Titles are written by templates, which may name what went in.
  update run_events set payload = payload - 'title'
   where workspace_id = workspace and run_id = any(chosen) and type = 'node.waiting' and payload ? 'title';
  update artifacts set content = '' where workspace_id = workspace and run_id = any(chosen);
  update waits set title = 'Deleted', shown = null, form = null, sees = null,
         votes = (select coalesce(jsonb_agg(vote - 'form'), '[]') from jsonb_array_elements(votes) as vote)
   where workspace_id = workspace and run_id = any(chosen);
  update runs set input = 'null', variables = '{}', output = null, fork_changes = '[]', bodies_deleted_at = clock_timestamp()
   where workspace_id = workspace and id = any(chosen);
  perform set_config('penstock.deleting', '', true);
  return cardinality(chosen);
end $$;
revoke execute on function system.delete_bodies(timestamptz, integer) from public;
grant execute on function system.delete_bodies(timestamptz, integer) to penstock_app;
