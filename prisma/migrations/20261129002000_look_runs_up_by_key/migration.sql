-- A planner that knows nothing of a young table yet takes any index that begins like the primary key to be as good, and likes the newest
-- best. So each row that refers to a run was checked by reading all runs of the workspace, for as long as a connection lived. No other index
-- of runs begins with the workspace any more, unless it is for a part of them only.

drop index runs_id_end_idx;
create index runs_id_end_idx on runs (reverse(right(id::text, 8)) text_pattern_ops, workspace_id);

drop index runs_workspace_id_pipeline_id_id_idx;
create index runs_pipeline_id_workspace_id_id_idx on runs (pipeline_id, workspace_id, id desc);

drop index runs_workspace_id_status_id_idx;
create index runs_status_workspace_id_id_idx on runs (status, workspace_id, id desc);
