-- When a session was last used, to the minute: people tell their own devices from others by it.
alter table sessions add column last_seen_at timestamptz(3);
