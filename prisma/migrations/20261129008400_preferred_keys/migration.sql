-- When somebody last said that this key is to be used before others of its owner and provider; null: never, and its age counts.
alter table provider_keys add column preferred_at timestamptz(3);
