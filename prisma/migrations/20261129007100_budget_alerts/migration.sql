-- What a budget says in each of its windows, once: that it has passed the share from which on people want to know, and that a call did not
-- fit. Each becomes an event of the workspace.
create table budget_alerts (
  workspace_id uuid not null,
  budget_id    uuid not null,
  window_key   text not null,
  kind         text not null constraint budget_alerts_kind_check check (kind in ('warned', 'reached')),
  created_at   timestamptz(3) not null default clock_timestamp(),
  -- Null until its event has been sent.
  sent_at      timestamptz(3),
  primary key (workspace_id, budget_id, window_key, kind),
  foreign key (workspace_id, budget_id, window_key) references budget_windows (workspace_id, budget_id, window_key) on delete cascade
);
create index budget_alerts_unsent_idx on budget_alerts (workspace_id, created_at) where sent_at is null;

alter table budget_alerts enable row level security;
alter table budget_alerts force row level security;
create policy tenant on budget_alerts
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on budget_alerts to penstock_app;
grant update (sent_at) on budget_alerts to penstock_app;

-- Somebody must look: calls that wait may have room, or a budget has something to say.
create function system.ask_for_budget_look(workspace uuid) returns void
  language sql set search_path = pg_catalog, pg_temp as $$
  insert into system.budget_looks as l (workspace_id, look_at) values (workspace, clock_timestamp())
  on conflict (workspace_id) do update set look_at = excluded.look_at
$$;
revoke execute on function system.ask_for_budget_look(uuid) from public;
grant execute on function system.ask_for_budget_look(uuid) to penstock_app;

create function system.warn_of_budget() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into budget_alerts (workspace_id, budget_id, window_key, kind)
  select new.workspace_id, new.budget_id, new.window_key, 'warned' from budgets b
   where b.workspace_id = new.workspace_id and b.id = new.budget_id and b.limit_micros > 0
     and (new.reserved_micros + new.settled_micros) * 100 >= b.limit_micros * b.warn_percent
     and not exists (select from budget_alerts a where a.workspace_id = new.workspace_id and a.budget_id = new.budget_id
                        and a.window_key = new.window_key and a.kind = 'warned')
  on conflict do nothing;
  if found then perform system.ask_for_budget_look(new.workspace_id); end if;
  return null;
end $$;
create trigger budget_windows_warn after insert or update on budget_windows for each row execute function system.warn_of_budget();
