-- What a workspace knows of a model behind a key: whether calls are worth making. A circuit without a row is closed. Written only when a call
-- has failed, or when one has ended that others were waiting for.
create table circuits (
  workspace_id    uuid not null references workspaces (id),
  id              uuid not null default gen_random_uuid(),
  provider        text not null,
  model           text not null,
  -- Null: the sandbox, which needs none.
  provider_key_id uuid,
  state           text not null check (state in ('closed', 'open', 'probing')),
  failures        integer not null check (failures >= 0),
  -- When it opened, while it is not closed; then, when it closed.
  since           timestamptz(3),
  probe_at        timestamptz(3),
  -- The attempt that probes: its lease is the probe's.
  probe_run_id    uuid,
  probe_node_id   text,
  probe_iteration integer,
  probe_attempt   integer,
  last_error      jsonb,
  failed_at       timestamptz(3),
  -- Grows with each change: whoever changes it says what it was.
  revision        integer not null default 1,
  primary key (workspace_id, id),
  unique nulls not distinct (workspace_id, provider, model, provider_key_id),
  foreign key (workspace_id, provider_key_id) references provider_keys (workspace_id, id),
  check ((state = 'open') = (probe_at is not null)),
  check ((state = 'probing') = (probe_run_id is not null)),
  check (state = 'closed' or since is not null)
);

alter table circuits enable row level security;
alter table circuits force row level security;
create policy tenant on circuits
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on circuits to penstock_app;
grant update (state, failures, since, probe_at, probe_run_id, probe_node_id, probe_iteration, probe_attempt, last_error, failed_at, revision)
  on circuits to penstock_app;
