-- Runs that a rare kind of trigger or one person started are found without reading all others.
create index runs_trigger_kind_workspace_id_id_idx on runs (trigger_kind, workspace_id, id desc);
create index runs_started_by_user_idx on runs (started_by_user, workspace_id, id desc) where started_by_user is not null;
