-- What an agent with tools does inside one node run: a row for each turn of its model and for each call of a tool. It is settled once, and never
-- repeated after that: whoever takes the node over goes on behind what is settled here.
create table node_steps (
  workspace_id       uuid not null,
  run_id             uuid not null,
  node_id            text not null,
  -- Counts the steps of the node run from 1, over all its attempts.
  seq                integer not null check (seq >= 1),
  -- The attempt that began it.
  attempt            integer not null,
  kind               text not null constraint node_steps_kind_check check (kind in ('model', 'tool')),
  status             text not null constraint node_steps_status_check check (status in ('planned', 'running', 'completed', 'failed', 'lost', 'unknown')),
  -- Of a turn: sha-256 of what was asked. Of a call: of what it was given.
  request_hash       text,
  -- Of a call: the vendor's id of it, its tool, and whether that acts on the world.
  call_id            text,
  tool               text,
  effect             text constraint node_steps_effect_check check (effect in ('read', 'write')),
  input              jsonb,
  output             jsonb,
  provider           text,
  model              text,
  input_tokens       bigint not null default 0,
  output_tokens      bigint not null default 0,
  cache_write_tokens bigint not null default 0,
  cache_read_tokens  bigint not null default 0,
  is_estimated       boolean not null default false,
  -- Null: not known, or not settled yet.
  cost_micros        bigint,
  started_at         timestamptz(3) not null default now(),
  finished_at        timestamptz(3),
  primary key (workspace_id, run_id, node_id, seq),
  foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete cascade,
  check ((kind = 'tool') = (call_id is not null and tool is not null and effect is not null)),
  check ((status in ('planned', 'running')) = (finished_at is null))
);

-- What is settled stays as it is; only its bodies may go.
create function system.keep_settled_step() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.finished_at is null then return new; end if;
  if system.is_deleting('bodies', tg_relid) then return new; end if;
  raise exception 'step % of node % has ended', old.seq, old.node_id using errcode = 'check_violation', constraint = 'node_steps_settled_once';
end $$;
create trigger node_steps_settled_once before update on node_steps for each row execute function system.keep_settled_step();

alter table node_steps enable row level security;
alter table node_steps force row level security;
create policy tenant on node_steps
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on node_steps to penstock_app;
grant update (status, request_hash, output, input_tokens, output_tokens, cache_write_tokens, cache_read_tokens, is_estimated, cost_micros, finished_at)
  on node_steps to penstock_app;

-- An attempt of such an agent makes several calls: each is reserved and settled, and held under budgets, by its step. 0: the attempt's only call.
alter table ledger_entries add column step integer not null default 0;
alter table budget_entries add column step integer not null default 0;
alter table budget_entries drop constraint budget_entries_pkey,
  add constraint budget_entries_pkey primary key (workspace_id, run_id, node_id, iteration, attempt, step, budget_id);

create or replace function system.delete_bodies(ended_before timestamptz, runs_at_once integer) returns integer
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
  update node_steps set input = null, output = null where workspace_id = workspace and run_id = any(chosen);
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
