-- Ids of runs grow with time, so lists go by id: one column less in each index, and in the cursor of a page.
-- The list of a whole workspace reads the primary key backwards.

drop index runs_workspace_id_created_at_id_idx;
drop index runs_workspace_id_pipeline_id_created_at_id_idx;
drop index runs_workspace_id_status_created_at_id_idx;

create index runs_workspace_id_pipeline_id_id_idx on runs (workspace_id, pipeline_id, id desc);
create index runs_workspace_id_status_id_idx on runs (workspace_id, status, id desc);
