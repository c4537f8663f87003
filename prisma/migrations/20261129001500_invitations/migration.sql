-- Links that let one person into a workspace. The link itself is shown once and kept nowhere.
create table invitations (
  id           uuid not null,
  workspace_id uuid not null references workspaces (id),
  role         text not null check (role in ('owner', 'admin', 'editor', 'viewer')),
  hash         text not null,
  created_by   uuid not null references users (id),
  created_at   timestamptz(3) not null default now(),
  expires_at   timestamptz(3) not null,
  used_at      timestamptz(3),
  used_by      uuid references users (id),
  revoked_at   timestamptz(3),
  primary key (workspace_id, id),
  unique (workspace_id, hash),
  check ((used_at is null) = (used_by is null)),
  check (used_at is null or revoked_at is null)
);

alter table invitations enable row level security;
alter table invitations force row level security;
create policy tenant on invitations
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on invitations to penstock_app;
-- An invitation is used or revoked; its role, its maker and its hash never change.
grant update (used_at, used_by, revoked_at) on invitations to penstock_app;

-- Once used or revoked it stays so.
create trigger invitations_closed before update on invitations for each row
  when (old.used_at is not null or old.revoked_at is not null)
  execute function system.refuse_change();
