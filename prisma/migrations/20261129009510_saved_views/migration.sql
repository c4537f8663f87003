-- Views of lists that somebody has given a name: theirs alone, and gone when they leave the workspace.
create table saved_views (
  id           uuid not null,
  workspace_id uuid not null references workspaces (id),
  user_id      uuid not null,
  -- Which list.
  page         text not null constraint saved_views_page_check check (page in ('runs')),
  name         text not null,
  -- The end of the list's address: what is filtered, and in which order.
  query        text not null,
  created_at   timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, user_id, page, name),
  foreign key (workspace_id, user_id) references members (workspace_id, user_id) on delete cascade
);

alter table saved_views enable row level security;
alter table saved_views force row level security;
create policy tenant on saved_views
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on saved_views to penstock_app;
grant update (query) on saved_views to penstock_app;
