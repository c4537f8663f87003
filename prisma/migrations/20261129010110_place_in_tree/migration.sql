-- A run has a place in a tree wholly or not at all, as before. A check is worked out again at each update of a row, whatever it changes, and a
-- run is updated at each of its steps; where a run stands is said once, when it is inserted.
create function system.refuse_place_in_tree() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'run % has half a place in a tree: it needs its parent, root and depth together, or none of them', new.id
    using errcode = 'check_violation', constraint = 'runs_child_check';
end $$;

create trigger runs_child_check
  after insert or update of parent_run_id, parent_node_id, parent_iteration, parent_attempt, root_run_id, depth, calls on runs for each row
  when (not (num_nulls(new.parent_run_id, new.parent_node_id, new.parent_iteration, new.parent_attempt, new.root_run_id) in (0, 5)
    and (new.parent_run_id is null) = (new.depth = 0) and new.depth between 0 and 8 and (new.calls is null or new.depth = 0)))
  execute function system.refuse_place_in_tree();

alter table runs drop constraint runs_child_check;
