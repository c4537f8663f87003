-- What nodes asked to keep, across runs: every run that completes leaves a document of its own beside it, which a search passes over.
create index artifacts_saved_idx on artifacts (workspace_id, created_at desc, id desc) where kind = 'saved';
