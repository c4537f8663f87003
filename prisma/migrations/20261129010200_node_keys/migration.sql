-- The keys that node runs and what belongs to them get when `iteration`, which is 0 in every row, goes. They are built before anything is taken
-- away, while everybody may read; taking them over is then a matter of a moment, however many rows there are.
create unique index node_runs_node_key on node_runs (workspace_id, run_id, node_id);
create unique index attempts_node_key on attempts (workspace_id, run_id, node_id, number);
create unique index budget_entries_node_key on budget_entries (workspace_id, run_id, node_id, attempt, step, budget_id);
create index waits_workspace_id_run_id_node_id_idx on waits (workspace_id, run_id, node_id);
create unique index waits_open_node_key on waits (workspace_id, run_id, node_id) where ending is null;
