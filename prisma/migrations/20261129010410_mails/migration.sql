-- What a member is told by mail: a place beside the webhooks of the workspace, with the same notices, messages, tries and patience.
alter table webhook_endpoints add column kind text not null default 'http' constraint webhook_endpoints_kind_check check (kind in ('http', 'mail'));
-- Who leaves a workspace takes it along.
alter table webhook_endpoints add column user_id uuid;
alter table webhook_endpoints add foreign key (workspace_id, user_id) references members (workspace_id, user_id) on delete cascade;
alter table webhook_endpoints add unique (workspace_id, user_id);
alter table webhook_endpoints add constraint webhook_endpoints_member_check check ((kind = 'mail') = (user_id is not null));
-- Of a member who has chosen nothing: they are told what members of their role are told.
alter table webhook_endpoints add column is_usual boolean not null default false;
grant update (is_usual) on webhook_endpoints to penstock_app;
alter table webhook_endpoints drop constraint webhook_endpoints_types_check;
alter table webhook_endpoints add constraint webhook_endpoints_types_check check (kind = 'mail' or cardinality(types) > 0);

-- Whether somebody wants to be told, by the transaction's own workspace. Decisions, budgets and webhooks that were turned off may be told by
-- mail to members who have chosen nothing, so they are noted in any case; there are few.
create or replace function system.note_for_webhooks(workspace uuid, what text, subject uuid, more text) returns void
  language sql set search_path = pg_catalog, pg_temp as $$
  insert into system.webhook_notices (workspace_id, type, subject_id, detail)
  select workspace, what, subject, more
   where what in ('wait.opened', 'budget.warned', 'budget.reached', 'webhook.off')
      or exists (select from public.webhook_endpoints e
                  where e.workspace_id = workspace and e.off_since is null and what = any(e.types))
$$;

create function system.note_webhook_off() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform system.note_for_webhooks(new.workspace_id, 'webhook.off', new.id, (extract(epoch from new.off_since) * 1000)::bigint::text);
  return null;
end $$;
create trigger webhook_endpoints_note_off after update on webhook_endpoints for each row
  when (old.off_since is null and new.off_reason in ('failing', 'gone') and new.kind = 'http') execute function system.note_webhook_off();
