-- What runs wait for. A row is entered when a wait begins and ends once, in the transaction that lets its run go on.
create table waits (
  id               uuid not null,
  workspace_id     uuid not null,
  run_id           uuid not null,
  node_id          text not null,
  iteration        integer not null default 0,
  kind             text not null check (kind in ('approval', 'event', 'time')),
  title            text not null,
  shown            text,
  form             jsonb,
  choices          text[] not null default '{}',
  deciders         jsonb,
  quorum           integer not null default 1 check (quorum >= 1),
  no_self_approval boolean not null default false,
  event_name       text,
  match            text,
  sees             jsonb,
  arguments_hash   text not null,
  deadline_at      timestamptz(3),
  votes            jsonb not null default '[]',
  event_id         uuid,
  ending           text check (ending in ('decided', 'event', 'elapsed', 'cancelled')),
  choice           text,
  resolved_by      uuid references users (id),
  resolved_at      timestamptz(3),
  created_at       timestamptz(3) not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (workspace_id, run_id, node_id, iteration),
  foreign key (workspace_id, run_id, node_id, iteration) references node_runs (workspace_id, run_id, node_id, iteration),
  foreign key (workspace_id, event_id) references events (workspace_id, id),
  check ((kind = 'event') = (event_name is not null)),
  check (event_id is null or kind = 'event'),
  check ((ending is null) = (resolved_at is null)),
  check (ending is distinct from 'decided' or (choice is not null and resolved_by is not null)),
  check (ending is distinct from 'event' or event_id is not null)
);
create index on waits (workspace_id, id desc) where ending is null;
create index on waits (workspace_id, event_name, id) where ending is null and event_id is null and kind = 'event';

alter table waits enable row level security;
alter table waits force row level security;
create policy tenant on waits
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on waits to penstock_app;
grant update (votes, event_id, ending, choice, resolved_by, resolved_at) on waits to penstock_app;

-- What has ended has ended so, and an event that came is the one that came.
create trigger waits_resolved before update on waits for each row
  when (old.ending is not null or (old.event_id is not null and new.event_id is distinct from old.event_id))
  execute function system.refuse_change();

-- While a run only waits its clock stands still: since then, and its deadline is moved by as much when it goes on.
alter table runs add column waiting_since timestamptz(3);
grant update (deadline_at, waiting_since) on runs to penstock_app;
