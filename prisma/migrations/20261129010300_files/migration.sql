-- Bytes by their hash, once for each workspace. Small ones lie here, others where `place` says.
create table files (
  workspace_id uuid not null references workspaces (id),
  sha256       text not null constraint files_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
  media_type   text not null,
  size_bytes   bigint not null,
  place        text not null constraint files_place_check check (place in ('database', 'folder', 's3')),
  -- The bytes are all there: until then nothing may name them.
  is_whole     boolean not null default false,
  content      bytea,
  created_at   timestamptz(3) not null default clock_timestamp(),
  -- When somebody last gave or took it up: whoever writes a row that names it does so within a day.
  touched_at   timestamptz(3) not null default clock_timestamp(),
  -- Its bytes are being deleted since then.
  doomed_at    timestamptz(3),
  primary key (workspace_id, sha256)
);
-- Pictures and PDFs are packed already.
alter table files alter column content set storage external;
create index files_touched_at_idx on files (workspace_id, touched_at);
alter table files enable row level security;
alter table files force row level security;
create policy tenant on files
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on files to penstock_app;
grant update (place, is_whole, content, touched_at, doomed_at) on files to penstock_app;

-- The files that a run was given or came by. Of a tree of runs they are the root's.
create table run_files (
  workspace_id uuid not null,
  run_id       uuid not null,
  sha256       text not null,
  primary key (workspace_id, run_id, sha256),
  foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete cascade,
  foreign key (workspace_id, sha256) references files (workspace_id, sha256)
);
create index run_files_sha256_idx on run_files (workspace_id, sha256);
alter table run_files enable row level security;
alter table run_files force row level security;
create policy tenant on run_files
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on run_files to penstock_app;

-- An artifact whose bytes are a file: its content here is empty.
alter table artifacts add column file_sha256 text,
  add constraint artifacts_workspace_id_file_sha256_fkey foreign key (workspace_id, file_sha256) references files (workspace_id, sha256);
create index artifacts_file_sha256_idx on artifacts (workspace_id, file_sha256) where file_sha256 is not null;

-- A run whose bodies are deleted lets go of its files; those that nothing names any longer are deleted a day later.
create function system.let_go_of_files() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from run_files where workspace_id = new.workspace_id and run_id = new.id;
  update artifacts set file_sha256 = null
   where workspace_id = new.workspace_id and run_id = new.id and file_sha256 is not null;
  return null;
end $$;
create trigger runs_let_go_of_files after update of bodies_deleted_at on runs
  for each row when (old.bodies_deleted_at is null and new.bodies_deleted_at is not null)
  execute function system.let_go_of_files();
