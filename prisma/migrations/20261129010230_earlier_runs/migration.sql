-- The runs that a run goes on with, the nearest first: the one that it was forked from, that one's, and so on, as far as nobody asked for a node to
-- be run again, and a hundred at most. Three statements ask for them.
create function system.earlier_runs(workspace uuid, run uuid) returns table (id uuid, step integer)
  language sql stable rows 3 set search_path = pg_catalog, public, pg_temp as $$
    with recursive back (id, step) as (
      select forked_from_run_id, 1 from runs
       where workspace_id = workspace and runs.id = run and forked_from_run_id is not null and forked_from_nodes = '{}'
      union all
      select r.forked_from_run_id, b.step + 1 from back b
        join runs r on r.workspace_id = workspace and r.id = b.id
       where r.forked_from_run_id is not null and r.forked_from_nodes = '{}' and b.step < 100
    )
    select back.id, back.step from back
  $$;
revoke execute on function system.earlier_runs(uuid, uuid) from public;
grant execute on function system.earlier_runs(uuid, uuid) to penstock_app;
