-- Reads every attempt and every wait once; others may read and write them meanwhile.
alter table attempts validate constraint attempts_workspace_id_run_id_node_id_fkey;
alter table waits validate constraint waits_workspace_id_run_id_node_id_fkey;
