-- What an event carried goes when the workspace keeps bodies no longer; that it came stays for its time.
alter table events add column data_deleted_at timestamptz(3);
grant update (data, data_deleted_at) on events to penstock_app;
