-- Which waits an event has ended; and which events of a name came in the last while.
create index waits_workspace_id_event_id_idx on waits (workspace_id, event_id) where event_id is not null;
create index events_workspace_id_name_created_at_idx on events (workspace_id, name, created_at desc);
