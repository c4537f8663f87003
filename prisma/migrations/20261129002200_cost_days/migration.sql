-- What each day cost, kept by the database as entries of the ledger are written: a year is then a few rows for each of its days, and not every
-- call that was made in it. A day belongs to UTC. What the ledger holds and what is summed here commit together, so that neither an entry that
-- comes late nor two that come at the same moment can make them differ.
create table cost_days (
  workspace_id       uuid not null references workspaces (id),
  day                date not null,
  provider           text not null,
  model              text not null,
  is_sandbox         boolean not null,
  part               integer not null,
  calls              bigint not null,
  unpriced_calls     bigint not null,
  input_tokens       bigint not null,
  output_tokens      bigint not null,
  cache_write_tokens bigint not null,
  cache_read_tokens  bigint not null,
  cost_micros        bigint not null,
  primary key (workspace_id, day, provider, model, is_sandbox, part)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- With its owner's rights: the program may read sums, and changes them only by writing to the ledger.
--
-- A day's sum is that of a few parts. Each server process adds to one of them, so that calls that end at the same moment hardly ever wait for
-- each other; in one order, so that those that do never wait in a circle.
create function system.sum_cost_days() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into cost_days as kept (workspace_id, day, provider, model, is_sandbox, part, calls, unpriced_calls, input_tokens,
         output_tokens, cache_write_tokens, cache_read_tokens, cost_micros)
  select workspace_id, (created_at at time zone 'UTC')::date, provider, model, is_sandbox, pg_backend_pid() % 16,
         count(*) filter (where kind = 'settle'), count(*) filter (where kind = 'settle' and amount_micros is null),
         sum(input_tokens), sum(output_tokens), sum(cache_write_tokens), sum(cache_read_tokens), coalesce(sum(amount_micros), 0)
    from added
   where kind in ('settle', 'late')
   group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (workspace_id, day, provider, model, is_sandbox, part) do update set
    calls = kept.calls + excluded.calls, unpriced_calls = kept.unpriced_calls + excluded.unpriced_calls,
    input_tokens = kept.input_tokens + excluded.input_tokens, output_tokens = kept.output_tokens + excluded.output_tokens,
    cache_write_tokens = kept.cache_write_tokens + excluded.cache_write_tokens,
    cache_read_tokens = kept.cache_read_tokens + excluded.cache_read_tokens, cost_micros = kept.cost_micros + excluded.cost_micros;
  return null;
end $$;
revoke execute on function system.sum_cost_days() from public;

-- Nobody writes to the ledger from here to the end of the migration, so what was there before is summed exactly once.
create trigger ledger_entries_sum_days after insert on ledger_entries
  referencing new table as added
  for each statement execute function system.sum_cost_days();

-- The owner, too, sees other people's rows only while the policy is not forced.
alter table ledger_entries no force row level security;
insert into cost_days
  select workspace_id, (created_at at time zone 'UTC')::date, provider, model, is_sandbox, 0,
         count(*) filter (where kind = 'settle'), count(*) filter (where kind = 'settle' and amount_micros is null),
         sum(input_tokens), sum(output_tokens), sum(cache_write_tokens), sum(cache_read_tokens), coalesce(sum(amount_micros), 0)
    from ledger_entries
   where kind in ('settle', 'late')
   group by 1, 2, 3, 4, 5;
alter table ledger_entries force row level security;

alter table cost_days enable row level security;
alter table cost_days force row level security;
create policy tenant on cost_days
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select on cost_days to penstock_app;
