-- What may be spent: by the whole workspace, by the runs of a pipeline, of a person, with a key, or by one run.
create table budgets (
  id              uuid not null,
  workspace_id    uuid not null references workspaces (id),
  scope           text not null constraint budgets_scope_check check (scope in ('workspace', 'pipeline', 'key', 'member', 'run')),
  pipeline_id     uuid,
  provider_key_id uuid,
  user_id         uuid,
  run_id          uuid,
  per             text not null constraint budgets_per_check check (per in ('run', 'day', 'month')),
  -- Where days and months begin.
  timezone        text not null default 'UTC',
  limit_micros    bigint not null check (limit_micros >= 0),
  -- Hundredths of the limit from which on people are warned.
  warn_percent    integer check (warn_percent between 1 and 100),
  on_limit        text not null constraint budgets_on_limit_check check (on_limit in ('fail')),
  created_at      timestamptz(3) not null default now(),
  updated_at      timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique nulls not distinct (workspace_id, scope, pipeline_id, provider_key_id, user_id, run_id, per),
  foreign key (workspace_id, pipeline_id) references pipelines (workspace_id, id),
  foreign key (workspace_id, provider_key_id) references provider_keys (workspace_id, id),
  -- Who leaves a workspace takes the budget along.
  foreign key (workspace_id, user_id) references members (workspace_id, user_id) on delete cascade,
  foreign key (workspace_id, run_id) references runs (workspace_id, id),
  check ((scope = 'pipeline') = (pipeline_id is not null)),
  check ((scope = 'key') = (provider_key_id is not null)),
  check ((scope = 'member') = (user_id is not null)),
  check ((scope = 'run') = (run_id is not null)),
  check (scope <> 'run' or per = 'run')
);
create index budgets_workspace_id_run_id_idx on budgets (workspace_id, run_id);

-- What is held and what is spent of a budget in one day, month or run: the sums of its entries.
create table budget_windows (
  workspace_id    uuid not null,
  budget_id       uuid not null,
  -- '2026-11-29', '2026-11' or a run's id.
  window_key      text not null,
  reserved_micros bigint not null default 0 check (reserved_micros >= 0),
  settled_micros  bigint not null default 0,
  primary key (workspace_id, budget_id, window_key),
  foreign key (workspace_id, budget_id) references budgets (workspace_id, id) on delete cascade
) with (fillfactor = 50);

-- One call under one budget: what is held for it while it is out, then what it cost.
create table budget_entries (
  workspace_id    uuid not null,
  run_id          uuid not null,
  node_id         text not null,
  iteration       integer not null,
  attempt         integer not null,
  budget_id       uuid not null,
  window_key      text not null,
  reserved_micros bigint not null check (reserved_micros >= 0),
  -- Null while the call is out.
  settled_micros  bigint,
  created_at      timestamptz(3) not null default now(),
  primary key (workspace_id, run_id, node_id, iteration, attempt, budget_id),
  foreign key (workspace_id, budget_id, window_key) references budget_windows (workspace_id, budget_id, window_key) on delete cascade
);
create index budget_entries_workspace_id_budget_id_window_key_idx on budget_entries (workspace_id, budget_id, window_key);

alter table budgets enable row level security;
alter table budgets force row level security;
create policy tenant on budgets
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on budgets to penstock_app;
-- Whom a budget binds, and its windows, never change: that would be another budget.
grant update (limit_micros, warn_percent, on_limit, updated_at) on budgets to penstock_app;

alter table budget_windows enable row level security;
alter table budget_windows force row level security;
create policy tenant on budget_windows
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on budget_windows to penstock_app;
grant update (reserved_micros, settled_micros) on budget_windows to penstock_app;

alter table budget_entries enable row level security;
alter table budget_entries force row level security;
create policy tenant on budget_entries
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on budget_entries to penstock_app;
grant update (settled_micros) on budget_entries to penstock_app;

-- The window that a call falls into now: its name, when it began and when the next one begins (both null: a run's).
create function system.budget_window(per text, timezone text, run_id uuid)
  returns table (window_key text, starts_at timestamptz, ends_at timestamptz)
  language sql stable set search_path = pg_catalog, pg_temp
as $$
  select case per when 'run' then run_id::text
                  when 'day' then to_char(now() at time zone timezone, 'YYYY-MM-DD')
                  when 'month' then to_char(now() at time zone timezone, 'YYYY-MM') end,
         case when per <> 'run' then date_trunc(per, now() at time zone timezone) at time zone timezone end,
         case when per <> 'run' then (date_trunc(per, now() at time zone timezone) + ('1 ' || per)::interval) at time zone timezone end
$$;
revoke execute on function system.budget_window(text, text, uuid) from public;
grant execute on function system.budget_window(text, text, uuid) to penstock_app;
