-- Who may do what. Roles belong to the whole server, so they are prepared before migrations
-- (scripts/database/prepare-roles.ts): `penstock_app` is the program, `penstock_engine` owns the job queue's schema.

do $$
begin
  if not exists (select from pg_roles where rolname = 'penstock_app')
     or not exists (select from pg_roles where rolname = 'penstock_engine') then
    raise exception 'The roles penstock_app and penstock_engine are missing.'
      using hint = 'An administrator creates them with: create role penstock_app login; create role penstock_engine login;';
  end if;
end $$;

grant usage on schema public, system to penstock_app;

-- People. Nobody is deleted by the program, and a session ends by being revoked.
grant select, insert, update on users to penstock_app;
grant select, insert, delete on accounts to penstock_app;
grant select, insert, update on sessions to penstock_app;

-- Each transaction says whose it is: app.workspace_id (and app.user_id before a workspace is chosen). `(select ...)` lets
-- the planner read the setting once per statement and not once per row. Not set means: no row matches.

create function system.current_workspace_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.workspace_id', true), '')::uuid;

create function system.current_user_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.user_id', true), '')::uuid;

alter table workspaces enable row level security;
alter table workspaces force row level security;
create policy tenant on workspaces
  using (id = (select system.current_workspace_id()))
  with check (id = (select system.current_workspace_id()));
create policy own on workspaces for select
  using (exists (
    select from members
    where members.workspace_id = workspaces.id and members.user_id = (select system.current_user_id())
  ));
grant select, insert, update on workspaces to penstock_app;

alter table members enable row level security;
alter table members force row level security;
create policy tenant on members
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
create policy own on members for select
  using (user_id = (select system.current_user_id()));
grant select, insert, update, delete on members to penstock_app;

alter table agents enable row level security;
alter table agents force row level security;
create policy tenant on agents
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, update on agents to penstock_app;

alter table data_keys enable row level security;
alter table data_keys force row level security;
create policy tenant on data_keys
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, update on data_keys to penstock_app;

alter table provider_keys enable row level security;
alter table provider_keys force row level security;
create policy tenant on provider_keys
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, update on provider_keys to penstock_app;

alter table pipelines enable row level security;
alter table pipelines force row level security;
create policy tenant on pipelines
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, update on pipelines to penstock_app;

alter table pipeline_versions enable row level security;
alter table pipeline_versions force row level security;
create policy tenant on pipeline_versions
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on pipeline_versions to penstock_app;

alter table api_tokens enable row level security;
alter table api_tokens force row level security;
create policy tenant on api_tokens
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on api_tokens to penstock_app;
-- A token can be used and revoked; its scopes, its owner and its hash never change.
grant update (name, last_used_at, revoked_at) on api_tokens to penstock_app;

alter table runs enable row level security;
alter table runs force row level security;
create policy tenant on runs
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on runs to penstock_app;
-- What a run was started with stays as it was: its version, input, variables and where it came from.
grant update (
  status, frontier, branches, closing, last_event_seq, output, error, input_tokens, output_tokens, cost_micros,
  cost_unknown, is_sandbox, started_at, finished_at, deadline_at
) on runs to penstock_app;

alter table node_runs enable row level security;
alter table node_runs force row level security;
create policy tenant on node_runs
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, update on node_runs to penstock_app;

alter table attempts enable row level security;
alter table attempts force row level security;
create policy tenant on attempts
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, update on attempts to penstock_app;

alter table run_events enable row level security;
alter table run_events force row level security;
create policy tenant on run_events
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on run_events to penstock_app;

alter table artifacts enable row level security;
alter table artifacts force row level security;
create policy tenant on artifacts
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on artifacts to penstock_app;

alter table ledger_entries enable row level security;
alter table ledger_entries force row level security;
create policy tenant on ledger_entries
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on ledger_entries to penstock_app;

alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy tenant on idempotency_keys
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, update, delete on idempotency_keys to penstock_app;

alter table audit_events enable row level security;
alter table audit_events force row level security;
create policy tenant on audit_events
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert on audit_events to penstock_app;

-- Housekeeping for all tenants.
grant select, insert, update, delete on system.leases, system.open_runs, system.outbox to penstock_app;
