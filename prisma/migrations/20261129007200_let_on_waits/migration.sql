-- Each call under a budget asks what is kept for those that were let on and have not begun: never more than fit, however many wait.
create index waits_let_on_idx on waits (workspace_id) where kind = 'budget' and ending is null and let_on_at is not null;
