-- Where a workspace wants to be told what happens in it, and what has been sent there.
create table webhook_endpoints (
  id            uuid not null,
  workspace_id  uuid not null references workspaces (id),
  url           text not null,
  description   text not null default '',
  types         text[] not null check (cardinality(types) > 0),
  -- No foreign key: an address outlives the person who brought it.
  created_by    uuid,
  created_at    timestamptz(3) not null default clock_timestamp(),
  -- Null: it is on.
  off_since     timestamptz(3),
  off_reason    text constraint webhook_endpoints_off_reason_check check (off_reason in ('person', 'failing', 'gone')),
  -- Since its last success every try has failed; null: the last one did not.
  failing_since timestamptz(3),
  primary key (workspace_id, id),
  check ((off_since is null) = (off_reason is null))
);
alter table webhook_endpoints enable row level security;
alter table webhook_endpoints force row level security;
create policy tenant on webhook_endpoints
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on webhook_endpoints to penstock_app;
grant update (url, description, types, off_since, off_reason, failing_since) on webhook_endpoints to penstock_app;

-- What its messages are signed with: the present one, and for a day the one before.
create table webhook_secrets (
  id               uuid not null,
  workspace_id     uuid not null,
  endpoint_id      uuid not null,
  ciphertext       text not null,
  data_key_version integer not null,
  good_until       timestamptz(3),
  created_at       timestamptz(3) not null default clock_timestamp(),
  primary key (workspace_id, id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints (workspace_id, id) on delete cascade,
  foreign key (workspace_id, data_key_version) references data_keys (workspace_id, version)
);
create index on webhook_secrets (workspace_id, endpoint_id);
alter table webhook_secrets enable row level security;
alter table webhook_secrets force row level security;
create policy tenant on webhook_secrets
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on webhook_secrets to penstock_app;
grant update (ciphertext, data_key_version, good_until) on webhook_secrets to penstock_app;

-- One message to one address: the same id and the same bytes with every try.
create table webhook_deliveries (
  id           uuid not null,
  workspace_id uuid not null,
  endpoint_id  uuid not null,
  type         text not null,
  -- What it is about: an occurrence is told to an address once.
  occurrence   text not null,
  body         text not null,
  status       text not null default 'pending' constraint webhook_deliveries_status_check check (status in ('pending', 'delivered', 'failed')),
  -- Since it was made or sent again by hand.
  try_count    integer not null default 0,
  -- When each try was made, what it was answered with, or what went wrong; the latest last.
  tries        jsonb not null default '[]',
  next_try_at  timestamptz(3),
  created_at   timestamptz(3) not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (workspace_id, endpoint_id, occurrence),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints (workspace_id, id) on delete cascade,
  check ((status = 'pending') = (next_try_at is not null))
);
create index on webhook_deliveries (workspace_id, endpoint_id, id desc);
create index on webhook_deliveries (workspace_id, created_at);
alter table webhook_deliveries enable row level security;
alter table webhook_deliveries force row level security;
create policy tenant on webhook_deliveries
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on webhook_deliveries to penstock_app;
grant update (status, try_count, tries, next_try_at) on webhook_deliveries to penstock_app;

-- What has happened and is still to be written into messages. Ids only.
create table system.webhook_notices (
  id           bigint generated always as identity primary key,
  workspace_id uuid not null,
  type         text not null,
  subject_id   uuid not null,
  -- The window of a budget; empty: nothing more has to be said.
  detail       text not null default '',
  noted_at     timestamptz(3) not null default clock_timestamp()
);
grant select, insert, update, delete on system.webhook_notices to penstock_app;

-- Messages that are to be sent, and when. Whoever sends one moves its time, so that it comes up again if they die.
create table system.due_webhooks (
  delivery_id  uuid not null primary key,
  workspace_id uuid not null,
  endpoint_id  uuid not null,
  due_at       timestamptz(3) not null default clock_timestamp()
);
create index on system.due_webhooks (due_at);
create index on system.due_webhooks (endpoint_id);
grant select, insert, update, delete on system.due_webhooks to penstock_app;

-- Whether somebody wants to be told, by the transaction's own workspace.
create function system.note_for_webhooks(workspace uuid, what text, subject uuid, more text) returns void
  language sql set search_path = pg_catalog, pg_temp as $$
  insert into system.webhook_notices (workspace_id, type, subject_id, detail)
  select workspace, what, subject, more
   where exists (select from public.webhook_endpoints e
                  where e.workspace_id = workspace and e.off_since is null and what = any(e.types))
$$;
revoke execute on function system.note_for_webhooks(uuid, text, uuid, text) from public;
grant execute on function system.note_for_webhooks(uuid, text, uuid, text) to penstock_app;

-- As before, and for webhooks: the ends of runs that no node has started, and that do not undo another one.
create or replace function system.note_run_end() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  insert into system.ended_runs (run_id, workspace_id)
  select new.id, new.workspace_id
   where exists (select from system.live_triggers where source_pipeline_id = new.pipeline_id)
  on conflict do nothing;
  if new.parent_run_id is null and new.trigger_kind <> 'undo' then
    perform system.note_for_webhooks(new.workspace_id, 'run.' || new.status, new.id, '');
  end if;
  return null;
end $$;

-- Waits that people end; a budget says itself what it has to say.
create function system.note_wait() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform system.note_for_webhooks(new.workspace_id, case when new.ending is null then 'wait.opened' else 'wait.ended' end, new.id, '');
  return null;
end $$;
create trigger waits_note_opened after insert on waits for each row
  when (new.kind not in ('event', 'time', 'budget')) execute function system.note_wait();
create trigger waits_note_ended after update on waits for each row
  when (old.ending is null and new.ending is not null and new.kind not in ('event', 'time', 'budget')) execute function system.note_wait();

create function system.note_budget_alert() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform system.note_for_webhooks(new.workspace_id, 'budget.' || new.kind, new.budget_id, new.window_key);
  return null;
end $$;
create trigger budget_alerts_note after insert on budget_alerts for each row execute function system.note_budget_alert();
