-- What the database itself refuses, whoever asks and however wrong the program is.

create function system.refuse_leaving_terminal_status() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% can not go from % to %: a terminal status is final', tg_table_name, old.status, new.status
    using errcode = 'check_violation', constraint = tg_table_name || '_terminal_status';
end $$;

create trigger runs_terminal_status before update on runs for each row
  when (old.status in ('completed', 'failed', 'cancelled', 'timeout') and new.status <> old.status)
  execute function system.refuse_leaving_terminal_status();

create trigger node_runs_terminal_status before update on node_runs for each row
  when (old.status in ('completed', 'failed', 'skipped', 'cancelled') and new.status <> old.status)
  execute function system.refuse_leaving_terminal_status();

create trigger attempts_terminal_status before update on attempts for each row
  when (old.status in ('completed', 'failed', 'cancelled', 'lost') and new.status <> old.status)
  execute function system.refuse_leaving_terminal_status();

create function system.refuse_change() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% refuses %: its rows are written once', tg_table_name, lower(tg_op)
    using errcode = 'check_violation', constraint = tg_table_name || '_written_once';
end $$;

create trigger ledger_entries_written_once before update or delete on ledger_entries
  for each row execute function system.refuse_change();
create trigger audit_events_written_once before update or delete on audit_events
  for each row execute function system.refuse_change();
create trigger pipeline_versions_written_once before update or delete on pipeline_versions
  for each row execute function system.refuse_change();

-- The text of a node that has ended is kept on the node run, so its deltas may be swept; the rest of the log stays.
create trigger run_events_written_once before update on run_events
  for each row execute function system.refuse_change();
create trigger run_events_keep before delete on run_events for each row
  when (old.type <> 'node.delta')
  execute function system.refuse_change();
