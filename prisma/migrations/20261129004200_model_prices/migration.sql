-- Prices that a workspace sets for models: its contract's, or those of a server of its own. They go before the list's.
create table model_prices (
  workspace_id uuid not null references workspaces (id),
  -- provider/model
  model        text not null check (length(model) between 3 and 200),
  -- What a million tokens cost, as core/pricing/unit-prices.ts reads it.
  prices       jsonb not null,
  set_by       uuid references users (id),
  set_at       timestamptz(3) not null default now(),
  primary key (workspace_id, model)
);

alter table model_prices enable row level security;
alter table model_prices force row level security;
create policy tenant on model_prices
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, update, delete on model_prices to penstock_app;

-- The workspace's prices of the run's models as they were when it started: nothing that is changed later moves what it costs. Null: the list's.
alter table runs add column prices jsonb;

-- Which price an amount was worked out with, by which rule, and where it is from. Null: not known, or written before this was kept.
alter table ledger_entries add column price_basis jsonb;
