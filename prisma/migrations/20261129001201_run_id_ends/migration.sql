-- Pages show the end of a run's id, and people look for a run by it.
create index runs_id_end_idx on runs (workspace_id, reverse(right(id::text, 8)) text_pattern_ops);
