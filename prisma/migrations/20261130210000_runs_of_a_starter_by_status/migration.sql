-- What one person or one kind of trigger has started is narrowed by status and then ordered without reading the runs themselves.
drop index runs_trigger_kind_workspace_id_id_idx;
create index runs_trigger_kind_workspace_id_id_idx on runs (trigger_kind, workspace_id, id desc)
  include (status, parent_run_id, took_ms, ended_cost_micros);
drop index runs_started_by_user_idx;
create index runs_started_by_user_idx on runs (started_by_user, workspace_id, id desc)
  include (status, trigger_kind, took_ms, ended_cost_micros) where started_by_user is not null and parent_run_id is null;
