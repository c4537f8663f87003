-- What judges of test cases were asked, by a mark of all that they read, and the run that asked each.
create table test_verdicts (
  workspace_id uuid not null references workspaces (id),
  case_id      uuid not null,
  mark         text not null constraint test_verdicts_mark_check check (mark ~ '^[0-9a-f]{64}$'),
  -- It may be gone.
  run_id       uuid not null,
  -- What it put out, copied when that has been seen: the case keeps it, whatever becomes of the run.
  answer       jsonb,
  asked_at     timestamptz(3) not null default clock_timestamp(),
  primary key (workspace_id, case_id, mark),
  foreign key (workspace_id, case_id) references test_cases (workspace_id, id) on delete cascade
);

alter table test_verdicts enable row level security;
alter table test_verdicts force row level security;
create policy tenant on test_verdicts
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on test_verdicts to penstock_app;
grant update (run_id, answer, asked_at) on test_verdicts to penstock_app;

-- A version that was made for a judge: runs of it are not runs of the pipeline, and are not counted among them.
alter table pipeline_versions drop constraint pipeline_versions_kind_check;
alter table pipeline_versions add constraint pipeline_versions_kind_check
  check (kind in ('published', 'draft', 'rehearsal', 'judge'));

-- As before, without judges: nobody waits for them, and no webhook tells of them.
create or replace function system.note_run_end() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.trigger_kind = 'judge' then
    return null;
  end if;
  insert into system.ended_runs (run_id, workspace_id)
  select new.id, new.workspace_id
   where exists (select from system.live_triggers where source_pipeline_id = new.pipeline_id)
  on conflict do nothing;
  if new.parent_run_id is null and new.trigger_kind <> 'undo' then
    perform system.note_for_webhooks(new.workspace_id, 'run.' || new.status, new.id, '');
  end if;
  return null;
end $$;
