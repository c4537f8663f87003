-- Runs are also listed by version and by cost, and those of a kind of trigger or of a person by how long they took and by cost. All that such a
-- list asks for stands in an index that is there already: it is read, and not the runs. A page of few runs is chosen by finding all of them in
-- it. No index is added, for a run is written to each of them.
drop index runs_pipeline_id_workspace_id_id_idx;
create index runs_pipeline_id_workspace_id_id_idx on runs (pipeline_id, workspace_id, id desc)
  include (status, parent_run_id, version_id, trigger_kind, started_by_user);
drop index runs_status_workspace_id_id_idx;
create index runs_status_workspace_id_id_idx on runs (status, workspace_id, id desc) include (parent_run_id, trigger_kind, started_by_user);
drop index runs_trigger_kind_workspace_id_id_idx;
create index runs_trigger_kind_workspace_id_id_idx on runs (trigger_kind, workspace_id, id desc)
  include (parent_run_id, took_ms, ended_cost_micros);
drop index runs_started_by_user_idx;
create index runs_started_by_user_idx on runs (started_by_user, workspace_id, id desc)
  include (trigger_kind, took_ms, ended_cost_micros) where started_by_user is not null and parent_run_id is null;

drop index runs_pipeline_id_took_ms_idx;
create index runs_pipeline_id_took_ms_idx on runs (pipeline_id, workspace_id, took_ms desc, id desc)
  include (status, version_id, trigger_kind, started_by_user) where took_ms is not null and parent_run_id is null;
drop index runs_status_took_ms_idx;
create index runs_status_took_ms_idx on runs (status, workspace_id, took_ms desc, id desc)
  include (pipeline_id, trigger_kind, started_by_user) where took_ms is not null and parent_run_id is null;

drop index runs_ended_cost_micros_idx;
create index runs_ended_cost_micros_idx on runs (workspace_id, ended_cost_micros desc, id desc)
  include (status, pipeline_id, trigger_kind, started_by_user, took_ms) where ended_cost_micros is not null and parent_run_id is null;
drop index runs_pipeline_id_ended_cost_micros_idx;
create index runs_pipeline_id_ended_cost_micros_idx on runs (pipeline_id, workspace_id, ended_cost_micros desc, id desc)
  include (status, version_id, trigger_kind, started_by_user, took_ms) where ended_cost_micros is not null and parent_run_id is null;
drop index runs_status_ended_cost_micros_idx;
create index runs_status_ended_cost_micros_idx on runs (status, workspace_id, ended_cost_micros desc, id desc)
  include (pipeline_id, trigger_kind, started_by_user, took_ms) where ended_cost_micros is not null and parent_run_id is null;
