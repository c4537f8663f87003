-- What a run did is taken back later by one other run at most.
create unique index runs_one_undo_run on runs (workspace_id, forked_from_run_id) where trigger_kind = 'undo';
