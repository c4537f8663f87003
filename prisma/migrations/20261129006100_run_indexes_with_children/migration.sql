-- Not only lists read runs by pipeline and by status: what is deleted with a pipeline, and what agents have cost, is found so too. These two
-- indexes hold children again, and say which they are, so that a list leaves them out without reading them.
drop index runs_pipeline_id_workspace_id_id_idx;
create index runs_pipeline_id_workspace_id_id_idx on runs (pipeline_id, workspace_id, id desc) include (status, parent_run_id);
drop index runs_status_workspace_id_id_idx;
create index runs_status_workspace_id_id_idx on runs (status, workspace_id, id desc) include (parent_run_id);
