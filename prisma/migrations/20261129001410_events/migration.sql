-- What programs tell. An event that is sent again under the same key is the same event; how many triggers it has matched is known when it is
-- written, because they start in the same transaction.
create table events (
  workspace_id uuid not null references workspaces (id),
  id           uuid not null,
  key          text not null check (char_length(key) between 1 and 200),
  name         text not null,
  data         jsonb not null,
  matched      integer not null,
  created_at   timestamptz(3) not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (workspace_id, key)
);

alter table events enable row level security;
alter table events force row level security;
create policy tenant on events
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on events to penstock_app;
grant update (matched) on events to penstock_app;

create index on triggers (workspace_id, (config ->> 'name')) where kind = 'event' and is_on;
