-- As before, but the bodies of a tree of runs are deleted so long after its root has ended: until then the results of the others are still read.
create or replace function system.delete_bodies(ended_before timestamptz, runs_at_once integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  workspace uuid := system.current_workspace_id();
  chosen uuid[];
begin
  chosen := array(
    select id from runs
     where workspace_id = workspace and finished_at < ended_before and bodies_deleted_at is null
       and status in ('completed', 'failed', 'cancelled', 'timeout')
       and (root_run_id is null or exists (
             select from runs root where root.workspace_id = workspace and root.id = runs.root_run_id and root.finished_at < ended_before))
     order by finished_at limit runs_at_once for update skip locked);
  perform set_config('penstock.deleting', 'bodies', true);
  update node_runs set input = null, output = null where workspace_id = workspace and run_id = any(chosen);
  update node_steps set input = null, output = null where workspace_id = workspace and run_id = any(chosen);
  update attempts set text = null where workspace_id = workspace and run_id = any(chosen) and text is not null;
  delete from run_events where workspace_id = workspace and run_id = any(chosen) and type = 'node.delta';
  -- Titles are written by templates, which may name what went in.
  update run_events set payload = payload - 'title'
   where workspace_id = workspace and run_id = any(chosen) and type = 'node.waiting' and payload ? 'title';
  update artifacts set content = '' where workspace_id = workspace and run_id = any(chosen);
  update waits set title = 'Deleted', shown = null, form = null, sees = null,
         votes = (select coalesce(jsonb_agg(vote - 'form'), '[]') from jsonb_array_elements(votes) as vote)
   where workspace_id = workspace and run_id = any(chosen);
  update runs set input = 'null', variables = '{}', output = null, fork_changes = '[]', bodies_deleted_at = clock_timestamp()
   where workspace_id = workspace and id = any(chosen);
  perform set_config('penstock.deleting', '', true);
  return cardinality(chosen);
end $$;
