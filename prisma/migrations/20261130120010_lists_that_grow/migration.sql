-- The newest runs of a list, without those that nodes and judges have started: there may be thousands of these between two of the others.
create index runs_roots_idx on runs (workspace_id, id desc) where parent_run_id is null and trigger_kind <> 'judge';

-- What one person did, or a kind of deed that is rare, is found in an audit of a million lines; decisions among waits that only let time pass;
-- and what could not be sent among what was sent.
create index audit_events_workspace_id_action_id_idx on audit_events (workspace_id, action, id desc);
create index audit_events_actor_idx on audit_events (workspace_id, actor_user_id, id desc) where actor_user_id is not null;
create index waits_approvals_idx on waits (workspace_id, id desc) where kind = 'approval';
create index webhook_deliveries_unsent_idx on webhook_deliveries (workspace_id, endpoint_id, id desc) where status <> 'delivered';

-- A list is read from an index alone, as far as the table has been vacuumed: the rest of its runs are looked at one by one. After what is
-- usual, a fifth of a table waits for that, which are two hundred thousand of a million runs, new or deleted.
alter table runs set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
