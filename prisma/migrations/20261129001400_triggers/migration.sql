-- What starts pipelines by itself. A trigger is said by the definition and switched on by publishing; what is not of a definition is kept
-- here: whether it is paused, what it has done, its secrets.
create table triggers (
  id              uuid not null,
  workspace_id    uuid not null,
  pipeline_id     uuid not null,
  key             text not null,
  kind            text not null check (kind in ('schedule', 'webhook', 'event', 'run')),
  config          jsonb not null,
  is_on           boolean not null default true,
  hook_id         uuid,
  paused_at       timestamptz(3),
  pause_reason    text,
  counted_from    timestamptz(3) not null default now(),
  evaluated_until timestamptz(3),
  created_at      timestamptz(3) not null default now(),
  updated_at      timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, pipeline_id, key),
  foreign key (workspace_id, pipeline_id) references pipelines (workspace_id, id)
);

alter table triggers enable row level security;
alter table triggers force row level security;
create policy tenant on triggers
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on triggers to penstock_app;
grant update (kind, config, is_on, hook_id, paused_at, pause_reason, counted_from, evaluated_until, updated_at) on triggers to penstock_app;

-- One row per occurrence, with what came of it.
create table trigger_firings (
  workspace_id   uuid not null,
  trigger_id     uuid not null,
  occurrence_key text not null check (char_length(occurrence_key) between 1 and 300),
  due_at         timestamptz(3) not null,
  outcome        text not null check (outcome in ('started', 'queued', 'skipped', 'missed', 'coalesced', 'refused')),
  reason         text,
  run_id         uuid,
  created_at     timestamptz(3) not null default clock_timestamp(),
  primary key (workspace_id, trigger_id, occurrence_key),
  foreign key (workspace_id, trigger_id) references triggers (workspace_id, id),
  foreign key (workspace_id, run_id) references runs (workspace_id, id),
  check (run_id is null or outcome = 'started')
);
create index on trigger_firings (workspace_id, trigger_id, due_at desc, occurrence_key desc);

alter table trigger_firings enable row level security;
alter table trigger_firings force row level security;
create policy tenant on trigger_firings
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on trigger_firings to penstock_app;
grant update (outcome, reason, run_id) on trigger_firings to penstock_app;

-- What was started stays started, with its run.
create trigger trigger_firings_started before update on trigger_firings for each row
  when (old.run_id is not null)
  execute function system.refuse_change();

-- Of a webhook: the one that is good, and for a day the one before.
create table trigger_secrets (
  id               uuid not null,
  workspace_id     uuid not null,
  trigger_id       uuid not null,
  ciphertext       text not null,
  data_key_version integer not null,
  good_until       timestamptz(3),
  created_at       timestamptz(3) not null default clock_timestamp(),
  primary key (workspace_id, id),
  foreign key (workspace_id, trigger_id) references triggers (workspace_id, id),
  foreign key (workspace_id, data_key_version) references data_keys (workspace_id, version)
);
create index on trigger_secrets (workspace_id, trigger_id);

alter table trigger_secrets enable row level security;
alter table trigger_secrets force row level security;
create policy tenant on trigger_secrets
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on trigger_secrets to penstock_app;
grant update (ciphertext, data_key_version, good_until) on trigger_secrets to penstock_app;

alter table runs add column trigger_id uuid;
alter table runs add foreign key (workspace_id, trigger_id) references triggers (workspace_id, id);
create index on runs (workspace_id, trigger_id, id desc) where trigger_id is not null;

-- For all tenants at once: which triggers are on, when they are looked at next, and what their addresses are.
create table system.live_triggers (
  trigger_id   uuid not null primary key,
  workspace_id uuid not null,
  hook_id      uuid unique,
  due_at       timestamptz(3)
);
create index on system.live_triggers (due_at);
grant select, insert, update, delete on system.live_triggers to penstock_app;
