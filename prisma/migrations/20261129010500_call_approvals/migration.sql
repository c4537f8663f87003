-- People decide before a call of an agent's tool is made. What they decided stands at the call, with the hash of what it was given:
-- what is approved is what is done.
alter table node_steps
  add column decision      text constraint node_steps_decision_check check (decision in ('approved', 'rejected')),
  add column decision_hash text,
  -- What they say to the agent.
  add column decision_note text,
  add constraint node_steps_decided_check check (
    (decision is null) = (decision_hash is null)
    and (decision is null or (kind = 'tool' and decision_hash = request_hash))
    and (decision_note is null or decision is not null));
grant update (decision, decision_hash, decision_note) on node_steps to penstock_app;
create trigger node_steps_decided_once before update on node_steps for each row
  when (old.decision is not null and (new.decision is distinct from old.decision or new.decision_hash is distinct from old.decision_hash))
  execute function system.refuse_change();

-- The call that an approval is about; null: it is a node of its own. Each call is asked about once.
alter table waits
  add column step integer check (step >= 1),
  add constraint waits_asked_step_check check (step is null or kind = 'approval');
create unique index waits_step_key on waits (workspace_id, run_id, node_id, step) where step is not null;

-- As before, and what people said to an agent goes with the bodies of its steps.
create or replace function system.keep_settled_step() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if system.is_deleting('bodies', tg_relid) then
    new.decision_note := null;
    return new;
  end if;
  if old.finished_at is null then return new; end if;
  raise exception 'step % of node % has ended', old.seq, old.node_id using errcode = 'check_violation', constraint = 'node_steps_settled_once';
end $$;
