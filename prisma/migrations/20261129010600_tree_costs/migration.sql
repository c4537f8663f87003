-- What all that a root has started came to, written when the root ends: by then all of it has ended. Lists order by what a tree has cost,
-- and read an index for it as before.
alter table runs add column below_cost_micros bigint not null default 0;
grant update (below_cost_micros) on runs to penstock_app;

-- The owner, too, sees other people's rows only while the policies are not forced.
alter table runs no force row level security;
update runs as root set below_cost_micros = below.cost_micros
  from (select workspace_id, root_run_id, sum(cost_micros) as cost_micros from runs where root_run_id is not null group by 1, 2) as below
 where root.workspace_id = below.workspace_id and root.id = below.root_run_id and root.finished_at is not null;
alter table runs force row level security;

-- Its indexes go with it.
alter table runs drop column ended_cost_micros;
alter table runs add column ended_cost_micros bigint
  generated always as (case when finished_at is not null then cost_micros + below_cost_micros end) stored;
create index runs_ended_cost_micros_idx on runs (workspace_id, ended_cost_micros desc, id desc)
  include (status, pipeline_id, trigger_kind, started_by_user) where ended_cost_micros is not null and parent_run_id is null;
create index runs_status_ended_cost_micros_idx on runs (status, workspace_id, ended_cost_micros desc, id desc)
  include (pipeline_id) where ended_cost_micros is not null and parent_run_id is null;
create index runs_pipeline_id_ended_cost_micros_idx on runs (pipeline_id, workspace_id, ended_cost_micros desc, id desc)
  include (status) where ended_cost_micros is not null and parent_run_id is null;
