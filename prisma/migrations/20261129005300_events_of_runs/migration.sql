-- Which run told an event, and with which of its nodes; null where a program did.
alter table events add column run_id uuid;
alter table events add column node_id text;
alter table events add foreign key (workspace_id, run_id) references runs (workspace_id, id);
alter table events add check ((run_id is null) = (node_id is null));

-- The runs that led to an occurrence, the first one first, each started by the one before it.
alter table trigger_firings add column led_by uuid[] not null default '{}';
grant update (led_by) on trigger_firings to penstock_app;
