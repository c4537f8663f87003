-- Nothing leaves an ending, as before. A guard that is asked before an update may change the row, so PostgreSQL works out every generated
-- column of it again, and it looked at updates that do not touch the status. Asked afterwards, and only where the status is set, it refuses
-- the same.
drop trigger runs_terminal_status on runs;
create trigger runs_terminal_status after update of status on runs for each row
  when (old.status in ('completed', 'failed', 'cancelled', 'timeout') and new.status <> old.status)
  execute function system.refuse_leaving_terminal_status();

drop trigger node_runs_terminal_status on node_runs;
create trigger node_runs_terminal_status after update of status on node_runs for each row
  when (old.status in ('completed', 'failed', 'skipped', 'cancelled') and new.status <> old.status)
  execute function system.refuse_leaving_terminal_status();

drop trigger attempts_terminal_status on attempts;
create trigger attempts_terminal_status after update of status on attempts for each row
  when (old.status in ('completed', 'failed', 'cancelled', 'lost') and new.status <> old.status)
  execute function system.refuse_leaving_terminal_status();
