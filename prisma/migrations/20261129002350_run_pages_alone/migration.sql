-- A page of a list is chosen by an index alone, filters and all, and only its own runs are read. Where the runs that are asked for stand at the
-- end of an order (those that failed are short, those of a small pipeline cheap), every run before them was read from its table: thirteen
-- seconds for a million. So the orders of ended runs have an index for each status and each pipeline. An ended run is written to them once.
drop index runs_took_ms_idx;
create index runs_took_ms_idx on runs (workspace_id, took_ms desc, id desc)
  include (status, pipeline_id, trigger_kind, started_by_user) where took_ms is not null;
create index runs_status_took_ms_idx on runs (status, workspace_id, took_ms desc, id desc)
  include (pipeline_id) where took_ms is not null;
create index runs_pipeline_id_took_ms_idx on runs (pipeline_id, workspace_id, took_ms desc, id desc)
  include (status) where took_ms is not null;

drop index runs_ended_cost_micros_idx;
create index runs_ended_cost_micros_idx on runs (workspace_id, ended_cost_micros desc, id desc)
  include (status, pipeline_id, trigger_kind, started_by_user) where ended_cost_micros is not null;
create index runs_status_ended_cost_micros_idx on runs (status, workspace_id, ended_cost_micros desc, id desc)
  include (pipeline_id) where ended_cost_micros is not null;
create index runs_pipeline_id_ended_cost_micros_idx on runs (pipeline_id, workspace_id, ended_cost_micros desc, id desc)
  include (status) where ended_cost_micros is not null;

drop index runs_pipeline_id_workspace_id_id_idx;
create index runs_pipeline_id_workspace_id_id_idx on runs (pipeline_id, workspace_id, id desc) include (status);
