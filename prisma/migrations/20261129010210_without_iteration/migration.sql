-- Items and passes are runs of their own, so a node of a run runs once in it: its id names it. Only the catalogue changes here, and no row is
-- written or read; that each attempt and each wait has its node run, as it had before, is looked through in the next migration.
alter table attempts drop constraint attempts_workspace_id_run_id_node_id_iteration_fkey;
alter table waits drop constraint waits_workspace_id_run_id_node_id_iteration_fkey;

alter table node_runs drop constraint node_runs_pkey,
  add constraint node_runs_pkey primary key using index node_runs_node_key,
  drop column iteration;
alter table attempts drop constraint attempts_pkey,
  add constraint attempts_pkey primary key using index attempts_node_key,
  drop column iteration;
alter table budget_entries drop constraint budget_entries_pkey,
  add constraint budget_entries_pkey primary key using index budget_entries_node_key,
  drop column iteration;

-- Their two indexes go with the column.
alter table waits drop column iteration;
alter index waits_open_node_key rename to waits_open_key;

alter table run_events drop column iteration;
alter table artifacts drop column iteration;
alter table ledger_entries drop column iteration;
alter table circuits drop column probe_iteration;

-- As small as the work in flight.
alter table system.leases drop constraint leases_pkey, drop column iteration, add primary key (run_id, node_id, attempt);

alter table attempts add constraint attempts_workspace_id_run_id_node_id_fkey
  foreign key (workspace_id, run_id, node_id) references node_runs (workspace_id, run_id, node_id) on delete cascade not valid;
alter table waits add constraint waits_workspace_id_run_id_node_id_fkey
  foreign key (workspace_id, run_id, node_id) references node_runs (workspace_id, run_id, node_id) on delete cascade not valid;
