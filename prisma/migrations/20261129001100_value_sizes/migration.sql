-- How long each value is as JSON, known without reading it: a run of a thousand nodes may hold more than any process could read at once.
alter table node_runs
  add column input_bytes integer generated always as (octet_length(input::text)) stored,
  add column output_bytes integer generated always as (octet_length(output::text)) stored;
