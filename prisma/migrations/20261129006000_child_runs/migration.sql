-- Runs that nodes of other runs have started: each is one attempt of its node. All of a tree name its root; a root names nobody.
alter table runs
  add column parent_run_id    uuid,
  add column parent_node_id   text,
  add column parent_iteration integer,
  add column parent_attempt   integer,
  add column root_run_id      uuid,
  add column depth            smallint not null default 0,
  -- Of a root: the versions of all pipelines that its tree may call, as they were when it was started.
  add column calls            jsonb,
  -- A tree is deleted as a whole.
  add foreign key (workspace_id, parent_run_id) references runs (workspace_id, id) on delete cascade,
  add foreign key (workspace_id, root_run_id) references runs (workspace_id, id) on delete cascade,
  add constraint runs_child_check check (
    num_nulls(parent_run_id, parent_node_id, parent_iteration, parent_attempt, root_run_id) in (0, 5)
    and (parent_run_id is null) = (depth = 0) and depth between 0 and 8 and (calls is null or depth = 0));

-- An attempt of a node starts one run, however often it is asked to.
create unique index runs_parent_idx on runs (workspace_id, parent_run_id, parent_node_id, parent_iteration, parent_attempt)
  where parent_run_id is not null;
create index runs_root_run_id_idx on runs (workspace_id, root_run_id) where root_run_id is not null;

-- Lists show roots. A run is written to their indexes as before, a child to none of them.
drop index runs_took_ms_idx;
create index runs_took_ms_idx on runs (workspace_id, took_ms desc, id desc)
  include (status, pipeline_id, trigger_kind, started_by_user) where took_ms is not null and parent_run_id is null;
drop index runs_status_took_ms_idx;
create index runs_status_took_ms_idx on runs (status, workspace_id, took_ms desc, id desc)
  include (pipeline_id) where took_ms is not null and parent_run_id is null;
drop index runs_pipeline_id_took_ms_idx;
create index runs_pipeline_id_took_ms_idx on runs (pipeline_id, workspace_id, took_ms desc, id desc)
  include (status) where took_ms is not null and parent_run_id is null;
drop index runs_ended_cost_micros_idx;
create index runs_ended_cost_micros_idx on runs (workspace_id, ended_cost_micros desc, id desc)
  include (status, pipeline_id, trigger_kind, started_by_user) where ended_cost_micros is not null and parent_run_id is null;
drop index runs_status_ended_cost_micros_idx;
create index runs_status_ended_cost_micros_idx on runs (status, workspace_id, ended_cost_micros desc, id desc)
  include (pipeline_id) where ended_cost_micros is not null and parent_run_id is null;
drop index runs_pipeline_id_ended_cost_micros_idx;
create index runs_pipeline_id_ended_cost_micros_idx on runs (pipeline_id, workspace_id, ended_cost_micros desc, id desc)
  include (status) where ended_cost_micros is not null and parent_run_id is null;
drop index runs_pipeline_id_workspace_id_id_idx;
create index runs_pipeline_id_workspace_id_id_idx on runs (pipeline_id, workspace_id, id desc) include (status) where parent_run_id is null;
drop index runs_status_workspace_id_id_idx;
create index runs_status_workspace_id_id_idx on runs (status, workspace_id, id desc) where parent_run_id is null;
drop index runs_started_by_user_idx;
create index runs_started_by_user_idx on runs (started_by_user, workspace_id, id desc) where started_by_user is not null and parent_run_id is null;

-- What waits for the runs of a pipeline waits for those that were started, and not for those that are part of another.
drop trigger runs_note_end on runs;
create trigger runs_note_end after update on runs for each row
  when (old.finished_at is null and new.finished_at is not null and new.parent_run_id is null)
  execute function system.note_run_end();
