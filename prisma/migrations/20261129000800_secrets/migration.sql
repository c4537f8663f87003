-- Values that a pipeline's requests take by name. A removed one is gone: nothing refers to it but the words of definitions.
create table secrets (
  id               uuid not null,
  workspace_id     uuid not null references workspaces (id),
  name             text not null check (name ~ '^[A-Za-z_][A-Za-z0-9_]{0,63}$'),
  ciphertext       text not null,
  data_key_version integer not null,
  created_by       uuid,
  created_at       timestamptz(3) not null default now(),
  updated_at       timestamptz(3) not null default now(),
  last_used_at     timestamptz(3),
  primary key (workspace_id, id),
  unique (workspace_id, name),
  foreign key (workspace_id, data_key_version) references data_keys (workspace_id, version)
);

alter table secrets enable row level security;
alter table secrets force row level security;
create policy tenant on secrets
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on secrets to penstock_app;
-- A value is sealed to its name, so the name never changes.
grant update (ciphertext, data_key_version, updated_at, last_used_at) on secrets to penstock_app;
