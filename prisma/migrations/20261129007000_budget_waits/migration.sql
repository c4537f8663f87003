-- At the limit of a budget calls fail, or wait until there is room.
alter table budgets drop constraint budgets_on_limit_check;
alter table budgets add constraint budgets_on_limit_check check (on_limit in ('fail', 'wait'));

-- A call that waits is a wait like any other. A node run may come to wait again with a later try.
alter table waits drop constraint waits_kind_check;
alter table waits add constraint waits_kind_check check (kind in ('approval', 'event', 'time', 'budget'));
alter table waits drop constraint waits_ending_check;
alter table waits add constraint waits_ending_check check (ending in ('decided', 'event', 'elapsed', 'cancelled', 'room'));
alter table waits drop constraint waits_workspace_id_run_id_node_id_iteration_key;
create index waits_workspace_id_run_id_node_id_iteration_idx on waits (workspace_id, run_id, node_id, iteration);
create unique index waits_open_key on waits (workspace_id, run_id, node_id, iteration) where ending is null;
alter table waits
  add column model           text,
  add column provider_key_id uuid,
  -- The most that the call can cost.
  add column needs_micros    bigint check (needs_micros >= 0),
  -- It was told that there is room, and has not begun yet: until then its part is kept for it.
  add column let_on_at       timestamptz(3),
  add constraint waits_budget_check check ((kind = 'budget') = (needs_micros is not null));
grant update (title, model, provider_key_id, needs_micros, let_on_at) on waits to penstock_app;
create index waits_parked_idx on waits (workspace_id, id) where kind = 'budget' and ending is null;

-- When somebody must look whether calls of a workspace that wait for a budget may go on. One row for all of them: money
-- that comes free, a limit that is changed and the turn of a day move it, in the transaction in which that happens.
create table system.budget_looks (
  workspace_id uuid primary key,
  -- 'infinity': time alone makes no room.
  look_at      timestamptz(6) not null
);
create index budget_looks_look_at_idx on system.budget_looks (look_at);
grant select, insert, update on system.budget_looks to penstock_app;

-- Whatever changes a budget, or takes it away with whom it bound.
create function system.look_at_budgets() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  update system.budget_looks set look_at = clock_timestamp() where workspace_id = old.workspace_id;
  return null;
end $$;
create trigger budgets_changed after update or delete on budgets for each row execute function system.look_at_budgets();
