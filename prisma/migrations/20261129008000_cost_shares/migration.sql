-- Who and what each day and each month cost: by pipeline, node, model, provider key and member, kept by the database as entries of the ledger are
-- written, in the same statement as the sums of days. A year is then twelve months and not every day of it. In place of a key or a member that
-- there was not stands the nil id, so that a row has one name. No foreign keys: what was spent outlives whatever it was spent on.
create table cost_shares (
  workspace_id       uuid not null references workspaces (id),
  is_month           boolean not null,
  -- The day itself, or the first one of the month; days belong to UTC.
  since              date not null,
  pipeline_id        uuid not null,
  node_id            text not null,
  provider           text not null,
  model              text not null,
  provider_key_id    uuid not null,
  user_id            uuid not null,
  is_sandbox         boolean not null,
  part               integer not null,
  calls              bigint not null,
  unpriced_calls     bigint not null,
  estimated_calls    bigint not null,
  input_tokens       bigint not null,
  output_tokens      bigint not null,
  cache_write_tokens bigint not null,
  cache_read_tokens  bigint not null,
  cost_micros        bigint not null,
  primary key (workspace_id, is_month, since, pipeline_id, node_id, provider, model, provider_key_id, user_id, is_sandbox, part)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index cost_shares_workspace_id_pipeline_id_is_month_since_idx on cost_shares (workspace_id, pipeline_id, is_month, since);

alter table cost_days add column if not exists estimated_calls bigint not null default 0;

create or replace function system.sum_cost_days() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into cost_days as kept (workspace_id, day, provider, model, is_sandbox, part, calls, unpriced_calls, estimated_calls,
         input_tokens, output_tokens, cache_write_tokens, cache_read_tokens, cost_micros)
  select workspace_id, (created_at at time zone 'UTC')::date, provider, model, is_sandbox, pg_backend_pid() % 16,
         count(*) filter (where kind = 'settle'), count(*) filter (where kind = 'settle' and amount_micros is null),
         count(*) filter (where kind = 'settle' and is_estimated),
         sum(input_tokens), sum(output_tokens), sum(cache_write_tokens), sum(cache_read_tokens), coalesce(sum(amount_micros), 0)
    from added
   where kind in ('settle', 'late')
   group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (workspace_id, day, provider, model, is_sandbox, part) do update set
    calls = kept.calls + excluded.calls, unpriced_calls = kept.unpriced_calls + excluded.unpriced_calls,
    estimated_calls = kept.estimated_calls + excluded.estimated_calls,
    input_tokens = kept.input_tokens + excluded.input_tokens, output_tokens = kept.output_tokens + excluded.output_tokens,
    cache_write_tokens = kept.cache_write_tokens + excluded.cache_write_tokens,
    cache_read_tokens = kept.cache_read_tokens + excluded.cache_read_tokens, cost_micros = kept.cost_micros + excluded.cost_micros;

  -- Fewer parts than above: only calls of one node meet in a row here.
  insert into cost_shares as kept (workspace_id, is_month, since, pipeline_id, node_id, provider, model, provider_key_id, user_id,
         is_sandbox, part, calls, unpriced_calls, estimated_calls, input_tokens, output_tokens, cache_write_tokens,
         cache_read_tokens, cost_micros)
  select added.workspace_id, is_month, date_trunc(case when is_month then 'month' else 'day' end, added.created_at at time zone 'UTC')::date,
         pipeline_id, node_id, provider, model, coalesce(provider_key_id, '00000000-0000-0000-0000-000000000000'),
         coalesce(started_by_user, '00000000-0000-0000-0000-000000000000'), added.is_sandbox, pg_backend_pid() % 4,
         count(*) filter (where kind = 'settle'), count(*) filter (where kind = 'settle' and amount_micros is null),
         count(*) filter (where kind = 'settle' and is_estimated),
         sum(added.input_tokens), sum(added.output_tokens), sum(cache_write_tokens), sum(cache_read_tokens), coalesce(sum(amount_micros), 0)
    from added
    join runs on runs.workspace_id = added.workspace_id and runs.id = added.run_id
   cross join (values (false), (true)) as grain (is_month)
   where kind in ('settle', 'late')
   group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  on conflict (workspace_id, is_month, since, pipeline_id, node_id, provider, model, provider_key_id, user_id, is_sandbox, part) do update set
    calls = kept.calls + excluded.calls, unpriced_calls = kept.unpriced_calls + excluded.unpriced_calls,
    estimated_calls = kept.estimated_calls + excluded.estimated_calls,
    input_tokens = kept.input_tokens + excluded.input_tokens, output_tokens = kept.output_tokens + excluded.output_tokens,
    cache_write_tokens = kept.cache_write_tokens + excluded.cache_write_tokens,
    cache_read_tokens = kept.cache_read_tokens + excluded.cache_read_tokens, cost_micros = kept.cost_micros + excluded.cost_micros;
  return null;
end $$;

-- Nobody writes to the ledger until the migration ends, so what was there before is summed exactly once.
lock table ledger_entries in share row exclusive mode;

-- The owner, too, sees other people's rows only while the policies are not forced.
alter table ledger_entries no force row level security;
alter table runs no force row level security;
alter table cost_days no force row level security;
insert into cost_shares (workspace_id, is_month, since, pipeline_id, node_id, provider, model, provider_key_id, user_id,
       is_sandbox, part, calls, unpriced_calls, estimated_calls, input_tokens, output_tokens, cache_write_tokens,
       cache_read_tokens, cost_micros)
  select entry.workspace_id, is_month, date_trunc(case when is_month then 'month' else 'day' end, entry.created_at at time zone 'UTC')::date,
         pipeline_id, node_id, provider, model, coalesce(provider_key_id, '00000000-0000-0000-0000-000000000000'),
         coalesce(started_by_user, '00000000-0000-0000-0000-000000000000'), entry.is_sandbox, 0,
         count(*) filter (where kind = 'settle'), count(*) filter (where kind = 'settle' and amount_micros is null),
         count(*) filter (where kind = 'settle' and is_estimated),
         sum(entry.input_tokens), sum(entry.output_tokens), sum(cache_write_tokens), sum(cache_read_tokens), coalesce(sum(amount_micros), 0)
    from ledger_entries as entry
    join runs on runs.workspace_id = entry.workspace_id and runs.id = entry.run_id
   cross join (values (false), (true)) as grain (is_month)
   where kind in ('settle', 'late')
   group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
update cost_days as kept set estimated_calls = counted.calls
  from (
    select workspace_id, (created_at at time zone 'UTC')::date as day, provider, model, is_sandbox, count(*) as calls
      from ledger_entries where kind = 'settle' and is_estimated group by 1, 2, 3, 4, 5
  ) as counted
 where kept.workspace_id = counted.workspace_id and kept.day = counted.day and kept.provider = counted.provider
   and kept.model = counted.model and kept.is_sandbox = counted.is_sandbox
   and kept.part = (
     select min(part) from cost_days as other
      where other.workspace_id = kept.workspace_id and other.day = kept.day and other.provider = kept.provider
        and other.model = kept.model and other.is_sandbox = kept.is_sandbox
   );
alter table ledger_entries force row level security;
alter table runs force row level security;
alter table cost_days force row level security;

alter table cost_shares enable row level security;
alter table cost_shares force row level security;
create policy tenant on cost_shares
  using (workspace_id = (select system.current_workspace_id()))
  with check (workspace_id = (select system.current_workspace_id()));
grant select on cost_shares to penstock_app;
