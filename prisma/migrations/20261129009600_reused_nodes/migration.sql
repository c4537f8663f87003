-- Which forks build on what a run did: asked before that is taken back. Rows of other node runs are not in it.
create index node_runs_reused on node_runs (workspace_id, reused_from_run_id) where reused_from_run_id is not null;
