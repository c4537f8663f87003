-- What ended runs are ordered by besides their time: how long they took, and what they cost. Made by the database of what a run ends with, and
-- null until then, so that the many updates on the way touch neither index.

alter table runs
  add column took_ms bigint generated always as (
    case when finished_at is not null then coalesce(extract(epoch from finished_at - started_at) * 1000, 0)::bigint end
  ) stored,
  add column ended_cost_micros bigint generated always as (case when finished_at is not null then cost_micros end) stored;

create index runs_took_ms_idx on runs (workspace_id, took_ms desc, id desc) where took_ms is not null;
create index runs_ended_cost_micros_idx on runs (workspace_id, ended_cost_micros desc, id desc) where ended_cost_micros is not null;
