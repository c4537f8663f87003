-- What a run has otherwise than the one it was forked from.
alter table runs add column fork_changes jsonb not null default '[]';
