-- Tables, checks and indexes. Times have milliseconds, so that a JavaScript Date can be a cursor without loss.

create schema if not exists system;

-- People and their sign-ins: looked up before any workspace is known.

create table users (
  id                uuid primary key,
  email             text not null unique check (email = lower(email)),
  email_verified_at timestamptz(3),
  name              text,
  image             text,
  password_hash     text,
  created_at        timestamptz(3) not null default now()
);

create table accounts (
  id                  uuid primary key,
  user_id             uuid not null references users (id) on delete cascade,
  type                text not null,
  provider            text not null,
  provider_account_id text not null,
  refresh_token       text,
  access_token        text,
  expires_at          integer,
  token_type          text,
  scope               text,
  id_token            text,
  session_state       text,
  unique (provider, provider_account_id)
);
create index accounts_user_id_idx on accounts (user_id);

create table sessions (
  id         uuid primary key,
  user_id    uuid not null references users (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  user_agent text
);
create index sessions_user_id_idx on sessions (user_id);

-- Tenants. Primary and foreign keys carry workspace_id, because foreign-key and unique checks do not see
-- row-level security: a child can not name another workspace's parent, nor learn that it exists.

create table workspaces (
  id         uuid primary key,
  name       text not null,
  slug       text not null unique,
  is_demo    boolean not null default false,
  created_at timestamptz(3) not null default now()
);

create table members (
  workspace_id uuid not null references workspaces (id),
  user_id      uuid not null references users (id),
  role         text not null constraint members_role_check check (role in ('owner', 'admin', 'editor', 'viewer')),
  created_at   timestamptz(3) not null default now(),
  primary key (workspace_id, user_id)
);
create index members_user_id_idx on members (user_id);

create table agents (
  id             uuid not null,
  workspace_id   uuid not null references workspaces (id),
  key            text not null,
  name           text not null,
  instructions   text not null,
  model          text not null,
  max_tokens     integer not null check (max_tokens > 0),
  temperature    double precision check (temperature between 0 and 1),
  fallback_model text,
  created_at     timestamptz(3) not null default now(),
  updated_at     timestamptz(3) not null default now(),
  archived_at    timestamptz(3),
  primary key (workspace_id, id),
  unique (workspace_id, key)
);

create table data_keys (
  workspace_id uuid not null references workspaces (id),
  version      integer not null check (version > 0),
  keyring_id   text not null,
  wrapped      text not null,
  created_at   timestamptz(3) not null default now(),
  primary key (workspace_id, version)
);

create table provider_keys (
  id               uuid not null,
  workspace_id     uuid not null references workspaces (id),
  owner_user_id    uuid references users (id),
  provider         text not null,
  label            text not null,
  base_url         text,
  ciphertext       text not null,
  data_key_version integer not null,
  display_prefix   text not null,
  display_last4    text not null check (length(display_last4) <= 4),
  created_by       uuid,
  created_at       timestamptz(3) not null default now(),
  last_used_at     timestamptz(3),
  revoked_at       timestamptz(3),
  primary key (workspace_id, id),
  foreign key (workspace_id, data_key_version) references data_keys (workspace_id, version)
);
create index provider_keys_workspace_id_provider_idx on provider_keys (workspace_id, provider);

-- Its counters are touched by every run, so pages keep room for updates in place.
create table pipelines (
  id                uuid not null,
  workspace_id      uuid not null references workspaces (id),
  name              text not null,
  slug              text not null,
  draft             jsonb not null,
  draft_text        text not null,
  draft_revision    integer not null default 1,
  published_version integer,
  run_count         bigint not null default 0,
  success_count     bigint not null default 0,
  error_count       bigint not null default 0,
  created_by        uuid,
  created_at        timestamptz(3) not null default now(),
  updated_at        timestamptz(3) not null default now(),
  archived_at       timestamptz(3),
  primary key (workspace_id, id),
  unique (workspace_id, slug)
) with (fillfactor = 70);

create table pipeline_versions (
  id           uuid not null,
  workspace_id uuid not null,
  pipeline_id  uuid not null,
  number       integer,
  kind         text not null constraint pipeline_versions_kind_check check (kind in ('published', 'draft')),
  definition   jsonb not null,
  agents       jsonb not null,
  content_hash text not null,
  created_by   uuid,
  created_at   timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, pipeline_id) references pipelines (workspace_id, id),
  unique (workspace_id, pipeline_id, content_hash, kind),
  unique (workspace_id, pipeline_id, number),
  unique (workspace_id, pipeline_id, id),
  check ((kind = 'published') = (number is not null))
);

create table api_tokens (
  id             uuid not null,
  workspace_id   uuid not null references workspaces (id),
  user_id        uuid not null references users (id),
  name           text not null,
  hash           text not null,
  display_prefix text not null,
  scopes         text[] not null,
  created_at     timestamptz(3) not null default now(),
  expires_at     timestamptz(3),
  last_used_at   timestamptz(3),
  revoked_at     timestamptz(3),
  primary key (workspace_id, id),
  unique (workspace_id, hash)
);

-- The version names the pipeline too, so a run has no other key to it: it does not lock the row whose counters all runs touch.
create table runs (
  id                 uuid not null,
  workspace_id       uuid not null,
  pipeline_id        uuid not null,
  version_id         uuid not null,
  status             text not null default 'pending' constraint runs_status_check
    check (status in ('pending', 'running', 'waiting', 'completed', 'failed', 'cancelled', 'timeout')),
  trigger_kind       text not null,
  input              jsonb not null,
  variables          jsonb not null,
  frontier           text not null,
  branches           jsonb not null default '{}',
  closing            jsonb,
  last_event_seq     bigint not null default 0,
  output             jsonb,
  error              jsonb,
  input_tokens       bigint not null default 0,
  output_tokens      bigint not null default 0,
  cost_micros        bigint not null default 0,
  cost_unknown       boolean not null default false,
  is_sandbox         boolean not null default false,
  started_by_user    uuid references users (id),
  started_by_token   uuid,
  forked_from_run_id uuid,
  forked_from_nodes  text[] not null default '{}',
  created_at         timestamptz(3) not null default now(),
  started_at         timestamptz(3),
  finished_at        timestamptz(3),
  deadline_at        timestamptz(3),
  primary key (workspace_id, id),
  foreign key (workspace_id, pipeline_id, version_id) references pipeline_versions (workspace_id, pipeline_id, id),
  foreign key (workspace_id, started_by_token) references api_tokens (workspace_id, id),
  foreign key (workspace_id, forked_from_run_id) references runs (workspace_id, id)
) with (fillfactor = 70);
create index runs_workspace_id_created_at_id_idx on runs (workspace_id, created_at desc, id desc);
create index runs_workspace_id_pipeline_id_created_at_id_idx on runs (workspace_id, pipeline_id, created_at desc, id desc);
create index runs_workspace_id_status_created_at_id_idx on runs (workspace_id, status, created_at desc, id desc);

create table node_runs (
  workspace_id       uuid not null,
  run_id             uuid not null,
  node_id            text not null,
  iteration          integer not null default 0,
  node_type          text not null,
  status             text not null default 'pending' constraint node_runs_status_check
    check (status in ('pending', 'running', 'waiting', 'completed', 'failed', 'skipped', 'cancelled')),
  input              jsonb,
  output             jsonb,
  branch             text,
  error              jsonb,
  attempt_count      integer not null default 0,
  reused_from_run_id uuid,
  input_tokens       bigint not null default 0,
  output_tokens      bigint not null default 0,
  cost_micros        bigint not null default 0,
  cost_unknown       boolean not null default false,
  is_sandbox         boolean not null default false,
  started_at         timestamptz(3),
  finished_at        timestamptz(3),
  wake_at            timestamptz(3),
  primary key (workspace_id, run_id, node_id, iteration),
  foreign key (workspace_id, run_id) references runs (workspace_id, id),
  foreign key (workspace_id, reused_from_run_id) references runs (workspace_id, id)
) with (fillfactor = 70);

create table attempts (
  workspace_id        uuid not null,
  run_id              uuid not null,
  node_id             text not null,
  iteration           integer not null default 0,
  number              integer not null check (number > 0),
  status              text not null default 'running' constraint attempts_status_check
    check (status in ('running', 'completed', 'failed', 'cancelled', 'lost')),
  lease_token         uuid not null,
  worker_id           text not null,
  provider            text,
  model               text,
  provider_key_id     uuid,
  provider_request_id text,
  usage               jsonb,
  input_tokens        bigint not null default 0,
  output_tokens       bigint not null default 0,
  cache_write_tokens  bigint not null default 0,
  cache_read_tokens   bigint not null default 0,
  cost_micros         bigint,
  usage_estimated     boolean not null default false,
  text                text,
  error               jsonb,
  started_at          timestamptz(3) not null default now(),
  finished_at         timestamptz(3),
  primary key (workspace_id, run_id, node_id, iteration, number),
  foreign key (workspace_id, run_id, node_id, iteration) references node_runs (workspace_id, run_id, node_id, iteration),
  foreign key (workspace_id, provider_key_id) references provider_keys (workspace_id, id)
) with (fillfactor = 70);

create table run_events (
  workspace_id uuid not null,
  run_id       uuid not null,
  seq          bigint not null check (seq > 0),
  type         text not null,
  node_id      text,
  iteration    integer,
  attempt      integer,
  payload      jsonb not null default '{}',
  created_at   timestamptz(3) not null default now(),
  primary key (workspace_id, run_id, seq),
  foreign key (workspace_id, run_id) references runs (workspace_id, id)
);

create table artifacts (
  id           uuid not null,
  workspace_id uuid not null,
  run_id       uuid not null,
  node_id      text,
  iteration    integer not null default 0,
  kind         text not null constraint artifacts_kind_check check (kind in ('run', 'node', 'saved')),
  name         text not null,
  media_type   text not null,
  size_bytes   bigint not null,
  sha256       text not null,
  content      text not null,
  created_at   timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, run_id) references runs (workspace_id, id)
);
create index artifacts_workspace_id_run_id_idx on artifacts (workspace_id, run_id);
create index artifacts_workspace_id_created_at_id_idx on artifacts (workspace_id, created_at desc, id desc);

create table ledger_entries (
  id                       bigint generated always as identity,
  workspace_id             uuid not null,
  run_id                   uuid not null,
  node_id                  text not null,
  iteration                integer not null default 0,
  attempt                  integer not null,
  kind                     text not null constraint ledger_entries_kind_check check (kind in ('reserve', 'release', 'settle', 'late')),
  provider                 text not null,
  model                    text not null,
  provider_key_id          uuid,
  input_tokens             bigint not null default 0,
  output_tokens            bigint not null default 0,
  cache_write_tokens       bigint not null default 0,
  cache_read_tokens        bigint not null default 0,
  price_input_micros       bigint,
  price_output_micros      bigint,
  price_cache_write_micros bigint,
  price_cache_read_micros  bigint,
  amount_micros            bigint,
  is_estimated             boolean not null default false,
  is_sandbox               boolean not null default false,
  created_at               timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, run_id) references runs (workspace_id, id)
);
create index ledger_entries_workspace_id_run_id_idx on ledger_entries (workspace_id, run_id);
create index ledger_entries_workspace_id_created_at_idx on ledger_entries (workspace_id, created_at);

create table idempotency_keys (
  workspace_id uuid not null references workspaces (id),
  operation    text not null,
  key          text not null,
  request_hash text not null,
  response     jsonb,
  created_at   timestamptz(3) not null default now(),
  primary key (workspace_id, operation, key)
);

create table audit_events (
  id             uuid not null,
  workspace_id   uuid not null references workspaces (id),
  actor_user_id  uuid,
  actor_token_id uuid,
  action         text not null,
  subject_type   text not null,
  subject_id     text not null,
  detail         jsonb not null default '{}',
  created_at     timestamptz(3) not null default now(),
  primary key (workspace_id, id)
);
create index audit_events_workspace_id_created_at_id_idx on audit_events (workspace_id, created_at desc, id desc);

-- What serves all tenants at once: ids only. These tables stay small and change all the time, so they are
-- vacuumed by a number of dead rows, not by a share of the table.

create table system.leases (
  run_id          uuid not null,
  node_id         text not null,
  iteration       integer not null,
  attempt         integer not null,
  workspace_id    uuid not null,
  lease_token     uuid not null,
  worker_id       text not null,
  expires_at      timestamptz(3) not null,
  abort_requested boolean not null default false,
  primary key (run_id, node_id, iteration, attempt)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
-- expires_at has no index on purpose: a heartbeat then changes no index, and the table is as small as the work in flight.
create index leases_worker_id_idx on system.leases (worker_id);

create table system.open_runs (
  run_id       uuid primary key,
  workspace_id uuid not null,
  deadline_at  timestamptz(3),
  check_at     timestamptz(3) not null default now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index open_runs_deadline_at_idx on system.open_runs (deadline_at);
create index open_runs_check_at_idx on system.open_runs (check_at);

create table system.outbox (
  id           bigint generated always as identity primary key,
  event_name   text not null,
  workspace_id uuid not null,
  payload      jsonb not null,
  not_before   timestamptz(3),
  created_at   timestamptz(3) not null default now(),
  sent_at      timestamptz(3)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index outbox_unsent_idx on system.outbox (id) where sent_at is null;
