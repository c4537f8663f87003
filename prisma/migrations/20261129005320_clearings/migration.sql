-- Rows that nobody reads any longer are deleted: of each workspace once a day. The row says when it is looked at next.
create table system.clearings (
  workspace_id uuid primary key,
  look_at      timestamptz(3) not null
);
create index clearings_look_at_idx on system.clearings (look_at);
grant select, insert, update on system.clearings to penstock_app;

create function system.note_workspace() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  insert into system.clearings (workspace_id, look_at) values (new.id, clock_timestamp() + interval '1 day')
  on conflict do nothing;
  return null;
end $$;

revoke execute on function system.note_workspace() from public;

create trigger workspaces_note_clearing after insert on workspaces for each row
  execute function system.note_workspace();

-- Who migrates sees all workspaces only so.
alter table workspaces no force row level security;
insert into system.clearings (workspace_id, look_at) select id, clock_timestamp() from workspaces;
alter table workspaces force row level security;

grant delete on trigger_firings to penstock_app;
grant delete on events to penstock_app;
-- Its entries go with it.
grant delete on budget_windows to penstock_app;
