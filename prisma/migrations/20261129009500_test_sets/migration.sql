-- Test sets: what must hold of a pipeline, case by case. A case keeps what its nodes are answered with, so it is played in memory.
create table test_sets (
  id           uuid not null,
  workspace_id uuid not null references workspaces (id),
  pipeline_id  uuid not null,
  name         text not null,
  -- When it keeps its pipeline from being published.
  gate         text not null constraint test_sets_gate_check check (gate in ('off', 'failed', 'strict')),
  created_at   timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, pipeline_id, name),
  foreign key (workspace_id, pipeline_id) references pipelines (workspace_id, id) on delete cascade
);

create table test_cases (
  id            uuid not null,
  workspace_id  uuid not null references workspaces (id),
  set_id        uuid not null,
  name          text not null,
  input         jsonb not null,
  variables     jsonb not null,
  -- What expressions see as the time the run was started at.
  started_at    timestamptz(3) not null,
  -- By the ids of nodes: what was asked, as fingerprints, and what was answered.
  answers       jsonb not null,
  assertions    jsonb not null,
  -- The run that the answers are from; it may be gone. Null: they were written by hand.
  source_run_id uuid,
  cost_micros   bigint,
  took_ms       bigint,
  -- Whoever made it; null where nobody is known any longer.
  created_by    uuid,
  created_at    timestamptz(3) not null default now(),
  updated_at    timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, set_id, name),
  foreign key (workspace_id, set_id) references test_sets (workspace_id, id) on delete cascade
);

alter table test_sets enable row level security;
alter table test_sets force row level security;
create policy tenant on test_sets
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on test_sets to penstock_app;
grant update (name, gate) on test_sets to penstock_app;

alter table test_cases enable row level security;
alter table test_cases force row level security;
create policy tenant on test_cases
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select, insert, delete on test_cases to penstock_app;
grant update (name, input, variables, started_at, answers, assertions, source_run_id, cost_micros, took_ms, updated_at)
  on test_cases to penstock_app;
